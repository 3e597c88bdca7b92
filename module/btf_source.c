// SPDX-License-Identifier: GPL-2.0
/*
 * Where BTF bytes come from: the only file that knows.
 *
 *   /sys/kernel/btf/<driver>	split BTF over /sys/kernel/btf/vmlinux (5.11 on)
 *   /lib/modules/<release>/rxpageacct/<driver>.btf	detached BTF that pahole
 *				made from debuginfo, for kernels without the above
 *   btf_dir=DIR		both of them from DIR/<driver> and DIR/vmlinux, and
 *				nowhere else
 */
#include <linux/fs.h>
#include <linux/moduleparam.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>

#include "btf_source.h"
#include "compat.h"
#include "errname.h"

/* vmlinux BTF is 2 to 8 MiB in 2026. */
#define MAX_BTF		(64UL << 20)
#define SYSFS_BTF	"/sys/kernel/btf"

static char *btf_dir = "";
module_param(btf_dir, charp, 0400);
MODULE_PARM_DESC(btf_dir,
		 "read BTF from this folder (files vmlinux, igb, i40e, ...) instead of " SYSFS_BTF);

/*
 * Not kernel_read_file(): it wants to know what kind of trusted file this is,
 * and security modules answer by that (IPE of 6.12 warns of an unknown one).
 * These are plain data, and they are checked.
 */
static ssize_t read_all(struct file *file, void **data)
{
	loff_t size = i_size_read(file_inode(file));
	loff_t pos = 0;
	ssize_t n;
	u8 *buf;

	if (size <= 0 || size > MAX_BTF)
		return size <= 0 ? -ENODATA : -EFBIG;
	buf = vmalloc(size);
	if (!buf)
		return -ENOMEM;
	while (pos < size) {
		n = kernel_read(file, buf + pos, size - pos, &pos);
		if (n <= 0) {
			vfree(buf);
			return n ? n : -EIO;
		}
	}
	*data = buf;
	return size;
}

/* Read one file; the sentence names it. */
static ssize_t read_one(const char *path, void **data, char *why, size_t size)
{
	struct file *file = rxpa_open_by_init(path);
	ssize_t len;

	*data = NULL;
	len = PTR_ERR_OR_ZERO(file);
	if (!len) {
		len = read_all(file, data);
		filp_close(file, NULL);
	}
	if (len < 0)
		scnprintf(why, size, "no BTF: %s cannot be read: %s", path,
			  rxpa_errname(len));
	return len;
}

static ssize_t read_driver(const char *module, void **data, char *why,
			   size_t size)
{
	ssize_t len, detached;
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", *btf_dir ? btf_dir : SYSFS_BTF,
		 module);
	len = read_one(path, data, why, size);
	if (len > 0 || *btf_dir)
		return len;
	snprintf(path, sizeof(path), "/lib/modules/%s/rxpageacct/%s.btf",
		 init_utsname()->release, module);
	detached = read_one(path, data, NULL, 0);
	return detached > 0 ? detached : len;
}

static struct rxpa_btf *parse(const char *what, const void *data, size_t len,
			      const struct rxpa_btf *base, char *why,
			      size_t size)
{
	const char *clause = "";
	struct rxpa_btf *btf = rxpa_btf_parse(data, len, base, &clause);

	if (IS_ERR(btf))
		scnprintf(why, size, "BTF of %s is bad: %s", what, clause);
	return btf;
}

static int open_base(struct rxpa_btf_source *src, char *why, size_t size)
{
	char path[256];
	ssize_t len;

	snprintf(path, sizeof(path), "%s/vmlinux",
		 *btf_dir ? btf_dir : SYSFS_BTF);
	len = read_one(path, &src->base_data, why, size);
	if (len < 0)
		return len;
	src->base = parse("vmlinux", src->base_data, len, NULL, why, size);
	return PTR_ERR_OR_ZERO(src->base);
}

/**
 * rxpa_btf_source_open() - read and check a driver's BTF
 * @src:	where to
 * @module:	the driver's module
 * @why:	on failure a sentence that says what is wrong
 * @size:	of @why
 *
 * Context: process, no RTNL; may sleep.  Megabytes are held until
 * rxpa_btf_source_close().
 * Return: 0 or a negative errno, with nothing left to close.
 */
int rxpa_btf_source_open(struct rxpa_btf_source *src, const char *module,
			 char *why, size_t size)
{
	ssize_t len;
	int err;

	memset(src, 0, sizeof(*src));
	len = read_driver(module, &src->data, why, size);
	if (len < 0)
		return len;
	src->from = "standalone";
	if (rxpa_btf_is_split(src->data, len)) {
		src->from = "split";
		err = open_base(src, why, size);
		if (err)
			goto err_close;
	}
	src->btf = parse(module, src->data, len, src->base, why, size);
	err = PTR_ERR_OR_ZERO(src->btf);
	if (!err)
		return 0;
err_close:
	rxpa_btf_source_close(src);
	return err;
}

/**
 * rxpa_btf_source_close() - give everything back
 * @src:	what was opened
 */
void rxpa_btf_source_close(struct rxpa_btf_source *src)
{
	if (!IS_ERR_OR_NULL(src->btf))
		rxpa_btf_free(src->btf);
	if (!IS_ERR_OR_NULL(src->base))
		rxpa_btf_free(src->base);
	vfree(src->data);
	vfree(src->base_data);
	memset(src, 0, sizeof(*src));
}
