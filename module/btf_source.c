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
#include <linux/module.h>
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

/* Characters of the first word of a text without a NUL. */
static ssize_t first_word(const char *text, ssize_t len)
{
	ssize_t i;

	for (i = 0; i < len && text[i] > ' '; i++)
		;
	return i;
}

/* Is a file that somebody made one of the loaded driver?  -ESTALE if not. */
static int source_verify(const char *path, const struct module *mod,
			 const char **from, char *why, size_t size)
{
	char id[272];
	ssize_t len;
	void *text;
	int err = 0;

	*from = "unverified";
	snprintf(id, sizeof(id), "%s.srcversion", path);
	len = read_one(id, &text, NULL, 0);
	if (len < 0 || !mod->srcversion)
		goto out;
	len = first_word(text, len);
	if (len == strlen(mod->srcversion) &&
	    !memcmp(text, mod->srcversion, len)) {
		*from = "verified";
	} else {
		scnprintf(why, size, "no BTF: %s is of another build of the driver (srcversion %.*s, the loaded one is %s)",
			  path, (int)min_t(ssize_t, len, 32), (char *)text,
			  mod->srcversion);
		err = -ESTALE;
	}
out:
	vfree(text);
	return err;
}

/* There is neither of both files, but the second, @path, can be made. */
static void say_how(const char *path, char *why, size_t size)
{
	size_t len = strlen(why);

	scnprintf(why + len, size - len, "; the command rxpa-btf makes %s", path);
}

/* The driver's BTF: the kernel's own, or a file that somebody made. */
static ssize_t read_driver(const struct module *mod, void **data,
			   const char **from, char *why, size_t size)
{
	ssize_t len, made;
	char path[256];

	*from = "kernel";
	snprintf(path, sizeof(path), "%s/%s", *btf_dir ? btf_dir : SYSFS_BTF,
		 mod->name);
	len = read_one(path, data, why, size);
	if (!*btf_dir && len > 0)
		return len;
	made = len;
	if (!*btf_dir) {
		snprintf(path, sizeof(path), "/lib/modules/%s/rxpageacct/%s.btf",
			 init_utsname()->release, mod->name);
		made = read_one(path, data, NULL, 0);
	}
	if (made < 0) {
		if (!*btf_dir)
			say_how(path, why, size);
		return len;
	}
	if (source_verify(path, mod, from, why, size)) {
		vfree(*data);
		*data = NULL;
		return -ESTALE;
	}
	return made;
}

static struct rxpa_btf *source_parse(const char *what, const void *data, size_t len,
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
	src->base = source_parse("vmlinux", src->base_data, len, NULL, why, size);
	return PTR_ERR_OR_ZERO(src->base);
}

/**
 * rxpa_btf_source_open() - read and check a driver's BTF
 * @src:	where to
 * @mod:	the driver's module, loaded or about to be
 * @why:	on failure a sentence that says what is wrong
 * @size:	of @why
 *
 * Context: process, no RTNL; may sleep.  Megabytes are held until
 * rxpa_btf_source_close().
 * Return: 0 or a negative errno, with nothing left to close.
 */
int rxpa_btf_source_open(struct rxpa_btf_source *src, const struct module *mod,
			 char *why, size_t size)
{
	ssize_t len;
	int err;

	memset(src, 0, sizeof(*src));
	len = read_driver(mod, &src->data, &src->from, why, size);
	if (len < 0)
		return len;
	if (rxpa_btf_is_split(src->data, len)) {
		err = open_base(src, why, size);
		if (err)
			goto err_close;
	}
	src->btf = source_parse(mod->name, src->data, len, src->base, why, size);
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
