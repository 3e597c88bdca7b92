/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The whole module, up and down as main.c does it, and its files as a reader
 * sees them.
 */
#ifndef RXPA_HOUSE_H
#define RXPA_HOUSE_H

#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/notifier.h>

#include "account.h"
#include "fixture.h"

#define HOUSE_QUEUES	2
#define HOUSE_COUNT	32

/* What watch.c calls for module notifiers (Kbuild): it is kept, or refused. */
extern struct notifier_block *house_module_nb;
extern int house_notifier_err;
int fixture_register_module_notifier(struct notifier_block *nb);
int fixture_unregister_module_notifier(struct notifier_block *nb);

/* Called once, before debugfs.c makes its next file (Kbuild). */
extern void (*house_before_file)(void);
struct dentry *fixture_create_file(const char *name, umode_t mode,
				   struct dentry *parent, void *data,
				   const struct file_operations *fops);

int house_suite_init(struct kunit_suite *suite);
void house_suite_exit(struct kunit_suite *suite);
int house_up(void);
void house_down(void);
void house_exit(struct kunit *test);

struct net_device *house_add(const char *name, u32 queues);
void house_remove(struct net_device *dev);
struct rxpa_port *house_port(const struct net_device *dev);
bool house_hashed(const struct net_device *dev);
bool house_settled(void);
bool house_wait(bool (*ready)(const void *arg), const void *arg);

bool house_has(const void *name);
bool house_has_not(const void *name);
struct file *house_open(const char *name);
ssize_t house_read(struct file *file, size_t chunk, char *text, size_t size);
ssize_t house_cat(const char *name, size_t chunk, char *text, size_t size);

#endif /* RXPA_HOUSE_H */
