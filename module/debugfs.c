// SPDX-License-Identifier: GPL-2.0
/*
 * The folder <debugfs>/rxpageacct, for root only:
 *
 *   <netdev>        rxpa_show_netdev()	one netdev, a line a queue
 *   <netdev>:walk   rxpa_show_walk()	one netdev, every slot
 *   :netdevs        rxpa_show_netdevs()	all netdevs, a line each
 *   :status         rxpa_show_status()	drivers, probes, what is off
 *
 * Files are made and removed by the worker of watch.c only, never under RTNL,
 * so a name follows its netdev within milliseconds, not at once.
 *
 * Why no reader can run after its memory is gone: debugfs calls open, read and
 * llseek between debugfs_file_get() and _put(), and debugfs_remove() waits for
 * those that are inside and turns all others away (fs/debugfs/file.c).  Only then
 * does ports_bury() in watch.c free the port; release comes later, but it follows no
 * pointer to the port.  An open file holds a reference on this module, removed or
 * not, so rmmod refuses until the last one is closed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>

#include <rxpageacct.h>

#include "account.h"
#include "debugfs.h"
#include "driver.h"
#include "errname.h"
#include "show.h"

/* A line of a table, and the lines around it; saves seq_file a second show. */
#define LINE_BYTES	192
#define EXTRA_BYTES	4096

static struct dentry *root;		/* NULL once all files are gone */
static struct dentry *netdevs;
static struct dentry *status;

static size_t port_bytes(const struct inode *inode)
{
	const struct rxpa_port *port = inode->i_private;

	return (port ? port->nr : 32) * LINE_BYTES + EXTRA_BYTES;
}

#define RXPA_FOPS(name)							\
static int name##_open(struct inode *inode, struct file *file)		\
{									\
	return single_open_size(file, rxpa_show_##name, inode->i_private, \
				port_bytes(inode));			\
}									\
									\
static const struct file_operations name##_fops = {			\
	.owner = THIS_MODULE,						\
	.open = name##_open,						\
	.read = seq_read,						\
	.llseek = seq_lseek,						\
	.release = single_release,					\
}

RXPA_FOPS(netdev);
RXPA_FOPS(walk);
RXPA_FOPS(netdevs);
RXPA_FOPS(status);

static struct dentry *file_add(const char *name, struct rxpa_port *port,
			       const struct file_operations *fops)
{
	struct dentry *file = debugfs_create_file(name, 0400, root, port, fops);

	if (!IS_ERR(file))
		return file;
	pr_warn("%s: no file, debugfs refuses it: %s\n", name,
		rxpa_errname(PTR_ERR(file)));
	return NULL;
}

/**
 * rxpa_debugfs_port_remove() - remove a port's files, waiting for readers
 * @port:	the port
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_debugfs_port_remove(struct rxpa_port *port)
{
	if (root) {
		debugfs_remove(port->file);
		debugfs_remove(port->walk);
	}
	port->file = NULL;
	port->walk = NULL;
	port->name[0] = '\0';
}

/* Of another port, which loses it when the worker comes again? */
static bool name_taken(const char *name)
{
	struct dentry *file = debugfs_lookup(name, root);

	dput(file);
	return file;
}

static void port_add_files(struct rxpa_port *port)
{
	char walk[RXPA_NAME + sizeof(RXPA_WALK_SUFFIX)];

	if (name_taken(port->want))
		return;
	snprintf(walk, sizeof(walk), "%s" RXPA_WALK_SUFFIX, port->want);
	port->file = file_add(port->want, port, &netdev_fops);
	port->walk = file_add(walk, port, &walk_fops);
	if (port->file && port->walk)
		strscpy(port->name, port->want, sizeof(port->name));
	else
		rxpa_debugfs_port_remove(port);
}

/* Note the port's name now; a file under an old one is out of date. */
static bool is_renamed(struct rxpa_port *port)
{
	char name[RXPA_NAME];

	rxpa_port_name(port, name, sizeof(name));
	if (!strcmp(port->name, name))
		return false;
	strscpy(port->want, name, sizeof(port->want));
	return true;
}

/* The first port, with files or without, that should have others; or NULL. */
static struct rxpa_port *port_renamed(bool with_files)
{
	struct rxpa_port *port, *found = NULL;

	rtnl_lock();
	list_for_each_entry(port, &rxpa_ports, list) {
		if (with_files != (port->name[0] != '\0') || port->refused ||
		    !is_renamed(port))
			continue;
		found = port;
		break;
	}
	rtnl_unlock();
	return found;
}

/**
 * rxpa_debugfs_sync() - make the files fit the names of all ports
 *
 * Files under old names go first, so that netdevs may swap names.  Only the
 * caller frees ports, so that a port found here stays.  A name that is still
 * taken belongs to a port whose removal or renaming has queued the worker again,
 * and so has a renaming while its files were made.
 * A port that gets no files gets its next chance when the worker runs next.
 *
 * Context: rxpa_watch_mutex held, RTNL not; may sleep.
 */
void rxpa_debugfs_sync(void)
{
	struct rxpa_port *port;

	lockdep_assert_held(&rxpa_watch_mutex);
	while ((port = port_renamed(true)))
		rxpa_debugfs_port_remove(port);
	while ((port = port_renamed(false))) {
		port_add_files(port);
		port->refused = !port->name[0];
	}
	rtnl_lock();
	list_for_each_entry(port, &rxpa_ports, list)
		port->refused = false;
	rtnl_unlock();
}

/**
 * rxpa_debugfs_init() - make the folder
 *
 * Return: 0 or a negative errno: without debugfs this module has no purpose.
 */
int rxpa_debugfs_init(void)
{
	root = debugfs_create_dir(RXPA_DIR, NULL);
	if (IS_ERR_OR_NULL(root))
		return root ? PTR_ERR(root) : -ENODEV;
	d_inode(root)->i_mode = S_IFDIR | 0700;
	return 0;
}

/**
 * rxpa_debugfs_publish() - make the files that are no netdev's
 */
void rxpa_debugfs_publish(void)
{
	netdevs = file_add(RXPA_FILE_NETDEVS, NULL, &netdevs_fops);
	status = file_add(RXPA_FILE_STATUS, NULL, &status_fops);
}

/**
 * rxpa_debugfs_exit() - remove everything, waiting for readers
 *
 * Readers of :status wait for rxpa_watch_mutex, so that file goes before the
 * mutex is taken.
 *
 * Context: after rxpa_watch_freeze(); may sleep.
 */
void rxpa_debugfs_exit(void)
{
	debugfs_remove(status);
	debugfs_remove(netdevs);
	status = NULL;
	netdevs = NULL;
	mutex_lock(&rxpa_watch_mutex);
	debugfs_remove_recursive(root);
	root = NULL;
	mutex_unlock(&rxpa_watch_mutex);
}
