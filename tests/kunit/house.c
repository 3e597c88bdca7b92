// SPDX-License-Identifier: GPL-2.0
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/sched/mm.h>
#include <linux/uaccess.h>

#include <rxpageacct.h>

#include "debugfs.h"
#include "house.h"
#include "watch.h"

#define FOLDER	"/sys/kernel/debug/" RXPA_DIR "/"

/* Netdevs of the running case, to be removed when it ends early. */
#define MAX_DEVS	8
static struct net_device *devs[MAX_DEVS];
static bool is_up;

/* Memory of the task that loaded the module: a file is read from user space. */
static struct mm_struct *mm;
static unsigned long user;

struct notifier_block *house_module_nb;
int house_notifier_err;

int fixture_register_module_notifier(struct notifier_block *nb)
{
	if (!house_notifier_err)
		house_module_nb = nb;
	return house_notifier_err;
}

int fixture_unregister_module_notifier(struct notifier_block *nb)
{
	WARN_ON(house_module_nb != nb);
	house_module_nb = NULL;
	return 0;
}

void (*house_before_file)(void);

struct dentry *fixture_create_file(const char *name, umode_t mode,
				   struct dentry *parent, void *data,
				   const struct file_operations *fops)
{
	void (*before)(void);

	before = xchg(&house_before_file, NULL);
	if (before)
		before();
	return debugfs_create_file(name, mode, parent, data, fops);
}

/* --- up and down ------------------------------------------------------------ */

/**
 * house_suite_init() - a device for netdevs, and memory to read files into
 * @suite:	unused
 *
 * Context: the task that loads the module.
 * Return: 0 or a negative errno.
 */
int house_suite_init(struct kunit_suite *suite)
{
	int err = fixture_parent_add();

	if (err)
		return err;
	mm = get_task_mm(current);
	if (!mm)
		return -ENODEV;
	user = vm_mmap(NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE,
		       MAP_ANONYMOUS | MAP_PRIVATE, 0);
	return IS_ERR_VALUE(user) ? (int)user : 0;
}

void house_suite_exit(struct kunit_suite *suite)
{
	if (mm) {
		if (user && !IS_ERR_VALUE(user))
			vm_munmap(user, PAGE_SIZE);
		mmput(mm);
	}
	mm = NULL;
	user = 0;
	fixture_parent_remove();
}

/**
 * house_up() - what rxpa_init() does
 *
 * Return: 0 or a negative errno.
 */
int house_up(void)
{
	int err = rxpa_debugfs_init();

	if (err)
		return err;
	err = rxpa_watch_start();
	if (err) {
		rxpa_debugfs_exit();
		return err;
	}
	rxpa_debugfs_publish();
	is_up = true;
	return 0;
}

/**
 * house_down() - what rxpa_exit() does
 */
void house_down(void)
{
	if (!is_up)
		return;
	is_up = false;
	rxpa_watch_freeze();
	rxpa_debugfs_exit();
	rxpa_watch_stop();
}

/**
 * house_exit() - end what a case has left: a suite's exit
 * @test:	the case
 */
void house_exit(struct kunit *test)
{
	u32 i;

	house_notifier_err = 0;
	house_before_file = NULL;
	house_down();
	for (i = 0; i < MAX_DEVS; i++)
		if (devs[i])
			house_remove(devs[i]);
}

/* --- netdevs ---------------------------------------------------------------- */

/**
 * house_add() - register a netdev
 * @name:	its name
 * @queues:	rx queues
 *
 * Return: the netdev, or NULL.
 */
struct net_device *house_add(const char *name, u32 queues)
{
	struct net_device *dev = fixture_netdev(name, queues, HOUSE_COUNT);
	u32 i;

	for (i = 0; i < MAX_DEVS - 1 && devs[i]; i++)
		;
	if (dev && (devs[i] || register_netdev(dev))) {
		fixture_netdev_free(dev);
		return NULL;
	}
	devs[i] = dev;
	return dev;
}

void house_remove(struct net_device *dev)
{
	u32 i;

	for (i = 0; i < MAX_DEVS; i++)
		if (devs[i] == dev)
			devs[i] = NULL;
	fixture_netdev_free(dev);
}

/**
 * house_port() - a netdev's port
 * @dev:	the netdev
 *
 * Return: the port, or NULL; it stays while the netdev does and the house is up.
 */
struct rxpa_port *house_port(const struct net_device *dev)
{
	struct rxpa_port *port, *found = NULL;

	rtnl_lock();
	list_for_each_entry(port, &rxpa_ports, list)
		if (port->netdev == dev)
			found = port;
	rtnl_unlock();
	return found;
}

/* Can handlers find it? */
bool house_hashed(const struct net_device *dev)
{
	const struct rxpa_port *port = house_port(dev);

	return port && port->hashed;
}

static bool driver_settled(const void *unused)
{
	const struct rxpa_driver *d = rxpa_driver_by_name(KBUILD_MODNAME);

	return d && d->state == RXPA_ARMED &&
	       READ_ONCE(d->trust) == RXPA_COUNTING;
}

/* Is the fixture armed, and are all its netdevs hashed?  Soon. */
bool house_settled(void)
{
	return house_wait(driver_settled, NULL);
}

/**
 * house_wait() - wait for what the worker does
 * @ready:	is it done?
 * @arg:	its argument
 *
 * Return: false when it is not done in ten seconds.
 */
bool house_wait(bool (*ready)(const void *arg), const void *arg)
{
	unsigned long end = jiffies + 10 * HZ;

	while (!ready(arg)) {
		if (time_after(jiffies, end))
			return false;
		msleep(20);
	}
	return true;
}

/* --- files ------------------------------------------------------------------ */

static bool exists(const char *name)
{
	struct dentry *folder = debugfs_lookup(RXPA_DIR, NULL);
	struct dentry *file = folder ? debugfs_lookup(name, folder) : NULL;

	dput(file);
	dput(folder);
	return file;
}

bool house_has(const void *name)
{
	return exists(name);
}

bool house_has_not(const void *name)
{
	return !exists(name);
}

/**
 * house_open() - open one of the files
 * @name:	which
 *
 * Return: the file, or an ERR_PTR().
 */
struct file *house_open(const char *name)
{
	char path[128];

	scnprintf(path, sizeof(path), FOLDER "%s", name);
	return filp_open(path, O_RDONLY, 0);
}

/**
 * house_read() - read to the end, as a program does
 * @file:	the open file
 * @chunk:	bytes at a time, at most a page
 * @text:	where to
 * @size:	of @text, with room for a NUL
 *
 * Context: a kernel thread.
 * Return: bytes read, what the file answered instead, or -EFBIG.
 */
ssize_t house_read(struct file *file, size_t chunk, char *text, size_t size)
{
	char __user *buf = (char __user *)user;
	size_t at = 0;
	loff_t pos = 0;
	ssize_t n;

	kthread_use_mm(mm);
	for (;;) {
		n = file->f_op->read(file, buf, chunk, &pos);
		if (n <= 0)
			break;
		if (at + n >= size)
			n = -EFBIG;
		else if (copy_from_user(text + at, buf, n))
			n = -EFAULT;
		if (n < 0)
			break;
		at += n;
	}
	kthread_unuse_mm(mm);
	text[at] = '\0';
	return n < 0 ? n : at;
}

/**
 * house_cat() - open, read and close
 * @name:	which
 * @chunk:	as for house_read()
 * @text:	as for house_read()
 * @size:	as for house_read()
 *
 * Return: as house_read(), or why it cannot be opened.
 */
ssize_t house_cat(const char *name, size_t chunk, char *text, size_t size)
{
	struct file *file = house_open(name);
	ssize_t n;

	if (IS_ERR(file))
		return PTR_ERR(file);
	n = house_read(file, chunk, text, size);
	filp_close(file, NULL);
	return n;
}
