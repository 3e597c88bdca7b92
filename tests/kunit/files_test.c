// SPDX-License-Identifier: GPL-2.0
/* The user's files: names, modes, text however it is read, and their end. */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/rtnetlink.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include <rxpageacct.h>

#include "debugfs.h"
#include "house.h"
#include "watch.h"

#define MANY		1000
#define TEXT		(512 << 10)

static void *text_room(struct kunit *test)
{
	return kunit_kzalloc(test, TEXT, GFP_KERNEL);
}

static u32 lines_in(const char *text)
{
	u32 n = 0;

	while ((text = strchr(text, '\n'))) {
		text++;
		n++;
	}
	return n;
}

/* --- names and modes --------------------------------------------------------- */

static umode_t mode_of(const char *name)
{
	struct dentry *folder = debugfs_lookup(RXPA_DIR, NULL);
	struct dentry *file = folder && name ? debugfs_lookup(name, folder) :
					       dget(folder);
	umode_t mode = file ? d_inode(file)->i_mode : 0;

	dput(file);
	dput(folder);
	return mode;
}

static void test_modes(struct kunit *test)
{
	static const char *const names[] = {
		RXPA_FILE_NETDEVS, RXPA_FILE_STATUS, "mode0",
		"mode0" RXPA_WALK_SUFFIX,
	};
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, house_add("mode0", 1));
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_EXPECT_EQ(test, (u32)mode_of(NULL), (u32)(S_IFDIR | 0700));
	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ_MSG(test, (u32)mode_of(names[i]),
				    (u32)(S_IFREG | 0400), "%s", names[i]);
	house_down();
	KUNIT_EXPECT_EQ(test, (u32)mode_of(NULL), 0U);
}

/* Whatever a netdev may be called; '%' only by hand, for the kernel takes none. */
static const char *const odd_names[] = {
	"a", "#odd", "total", "-", "15_characters_x", "a%sb%n%d", "[x]*?~",
	".hidden", "\xc3\xa4\xff", "q'\"\\$`",
};

static void odd_desc(const char *const *name, char *desc)
{
	scnprintf(desc, KUNIT_PARAM_DESC_SIZE, "\"%*pE\"",
		  (int)strlen(*name), *name);
}

UNIT_PARAMS(test_odd_name, odd_names, odd_desc);

static void test_odd_name(struct kunit *test)
{
	const char *name = *(const char *const *)test->param_value;
	char *text = text_room(test);
	struct net_device *dev;
	char walk[32], want[64];

	KUNIT_ASSERT_NOT_NULL(test, text);
	dev = house_add("plain0", 1);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	rtnl_lock();
	strscpy(dev->name, name, sizeof(dev->name));
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, house_up(), 0);
	scnprintf(walk, sizeof(walk), "%s" RXPA_WALK_SUFFIX, name);
	KUNIT_EXPECT_TRUE(test, house_has(name));
	KUNIT_EXPECT_TRUE(test, house_has(walk));
	scnprintf(want, sizeof(want), "# rxpageacct 1 netdev name=%s driver=",
		  name);
	KUNIT_EXPECT_GT(test, house_cat(name, PAGE_SIZE, text, TEXT), 0L);
	KUNIT_EXPECT_TRUE_MSG(test, strstarts(text, want), "%.80s", text);
	scnprintf(want, sizeof(want), "\n%-15s rxpageacct_kunit ", name);
	KUNIT_EXPECT_GT(test, house_cat(RXPA_FILE_NETDEVS, PAGE_SIZE, text,
					TEXT), 0L);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, want));
	house_down();
	rtnl_lock();
	strscpy(dev->name, "plain0", sizeof(dev->name));
	rtnl_unlock();
	house_remove(dev);
	kunit_kfree(test, text);
}

/* --- reading --------------------------------------------------------------- */

/*
 * The same text, however few bytes are asked for at a time.  Only where it did not
 * change meanwhile: the kernel makes jumps of breakpoints (:status) when it
 * finds the time.
 */
static void test_any_chunk(struct kunit *test)
{
	static const char *const names[] = {
		"chunk0", "chunk0" RXPA_WALK_SUFFIX, RXPA_FILE_NETDEVS,
		RXPA_FILE_STATUS,
	};
	static const size_t chunks[] = { 1, 2, 7, 100, 4095 };
	char *whole = text_room(test), *text = text_room(test);
	char *again = text_room(test);
	struct net_device *dev;
	ssize_t n, m;
	u32 i, k, tries;

	KUNIT_ASSERT_TRUE(test, whole && text && again);
	dev = house_add("chunk0", 4);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	fixture_refill_soft(fixture_ring(dev, 2), 17);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		for (k = 0; k < ARRAY_SIZE(chunks); k++) {
			tries = 100;
			do {
				n = house_cat(names[i], PAGE_SIZE, whole, TEXT);
				m = house_cat(names[i], chunks[k], text, TEXT);
				house_cat(names[i], PAGE_SIZE, again, TEXT);
			} while (strcmp(whole, again) && --tries);
			KUNIT_ASSERT_GT(test, n, 100L);
			KUNIT_EXPECT_EQ(test, (size_t)n, strlen(whole));
			KUNIT_EXPECT_EQ(test, whole[n - 1], '\n');
			KUNIT_EXPECT_EQ(test, m, n);
			KUNIT_EXPECT_STREQ(test, text, whole);
		}
	}
}

/* Each read begins with what is true then. */
static void test_rows(struct kunit *test)
{
	char *text = text_room(test);
	struct net_device *dev;

	KUNIT_ASSERT_NOT_NULL(test, text);
	dev = house_add("rows0", 3);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_TRUE(test, house_hashed(dev));
	KUNIT_ASSERT_GT(test, house_cat("rows0", PAGE_SIZE, text, TEXT), 0L);
	KUNIT_EXPECT_EQ(test, lines_in(text), 6U); /* head, keys, 3, total */
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n    1    32       0"));
	fixture_refill_soft(fixture_ring(dev, 1), 5);
	KUNIT_ASSERT_GT(test, house_cat("rows0", PAGE_SIZE, text, TEXT), 0L);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n    1    32       5"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\ntotal    96       5"));
}

/* NAPI is at a ring when a reader comes, and will be done with it soon. */
struct poll {
	struct delayed_work ends;
	struct fixture_ring *ring;
};

static void poll_ends(struct work_struct *work)
{
	struct poll *poll = container_of(work, struct poll, ends.work);

	clear_bit(NAPI_STATE_SCHED, &poll->ring->vector.napi.state);
}

static void poll_begins(struct poll *poll)
{
	set_bit(NAPI_STATE_SCHED, &poll->ring->vector.napi.state);
	schedule_delayed_work(&poll->ends, msecs_to_jiffies(5));
}

/* Queue 0 in a netdev's file: its last columns are its age and its state. */
static bool is_fresh(const char *name, char *text)
{
	u32 age = U32_MAX;
	char *end;

	if (house_cat(name, PAGE_SIZE, text, TEXT) <= 0)
		return false;
	text = strstr(text, "\n    0 ");
	if (!text)
		return false;
	strreplace(text + 1, '\n', '\0');
	end = strstr(text, " ok");
	return end && sscanf(end - 6, "%u", &age) == 1 && age <= 20;
}

/*
 * A reader waits a little for a ring that is not adopted yet, or of which it
 * could only tell what is long ago.
 */
static void test_waits_for_rest(struct kunit *test)
{
	char *text = text_room(test);
	struct net_device *dev;
	struct poll poll;

	KUNIT_ASSERT_NOT_NULL(test, text);
	dev = house_add("rest0", 1);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	poll.ring = fixture_ring(dev, 0);
	INIT_DELAYED_WORK_ONSTACK(&poll.ends, poll_ends);
	fixture_refill_soft(poll.ring, 9);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_TRUE(test, house_hashed(dev));
	poll_begins(&poll);
	KUNIT_EXPECT_TRUE(test, is_fresh("rest0", text));
	flush_delayed_work(&poll.ends);
	fixture_refill_soft(poll.ring, 9);
	msleep(60);
	poll_begins(&poll);
	KUNIT_EXPECT_TRUE(test, is_fresh("rest0", text));
	flush_delayed_work(&poll.ends);
	destroy_delayed_work_on_stack(&poll.ends);
}

static void test_many_queues(struct kunit *test)
{
	char *text = text_room(test);
	struct fixture_priv *priv;
	struct net_device *dev;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, text);
	dev = house_add("many0", MANY);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	KUNIT_ASSERT_TRUE(test, house_hashed(dev));
	KUNIT_EXPECT_EQ(test, house_port(dev)->nr, (u32)MANY);
	for (i = 0; i < MANY; i++)
		fixture_refill_soft(fixture_ring(dev, i), 2);
	KUNIT_ASSERT_GT(test, house_cat("many0", PAGE_SIZE, text, TEXT), 0L);
	KUNIT_EXPECT_EQ(test, lines_in(text), (u32)MANY + 3);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\n  999    32       2"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\ntotal 32000    2000"));
	KUNIT_ASSERT_GT(test, house_cat("many0:walk", PAGE_SIZE, text, TEXT),
			0L);
	KUNIT_EXPECT_GE(test, lines_in(text), (u32)MANY + 3);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\ntotal    2000    2000"));

	/* and none: the netdev has queues, the driver uses none of them */
	priv = netdev_priv(dev);
	for (i = 0; i < MANY; i++)
		fixture_clean(fixture_ring(dev, i));
	priv->num_rx = 0;
	KUNIT_ASSERT_GT(test, house_cat("many0", PAGE_SIZE, text, TEXT), 0L);
	KUNIT_EXPECT_EQ(test, lines_in(text), 3U);
	KUNIT_EXPECT_NOT_NULL(test, strstr(text, "\ntotal     0       0"));
	priv->num_rx = MANY;
}

/* --- the end of a file -------------------------------------------------------- */

static void test_gone_file(struct kunit *test)
{
	char *text = text_room(test);
	struct net_device *dev;
	struct file *file;

	KUNIT_ASSERT_NOT_NULL(test, text);
	dev = house_add("end0", 1);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	file = house_open("end0");
	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	house_remove(dev);
	KUNIT_EXPECT_TRUE(test, house_wait(house_has_not, "end0"));
	KUNIT_EXPECT_EQ(test, house_read(file, PAGE_SIZE, text, TEXT),
			(ssize_t)-EIO);
	filp_close(file, NULL);
	KUNIT_EXPECT_EQ(test, house_cat("end0", PAGE_SIZE, text, TEXT),
			(ssize_t)-ENOENT);
	KUNIT_EXPECT_GT(test, house_cat(RXPA_FILE_NETDEVS, PAGE_SIZE, text,
					TEXT), 0L);
	KUNIT_EXPECT_EQ(test, lines_in(text), 3U);
	house_down();
	KUNIT_EXPECT_EQ(test, house_cat(RXPA_FILE_NETDEVS, PAGE_SIZE, text,
					TEXT), (ssize_t)-ENOENT);
}

/* A reader that is inside when its file is removed. */
struct reader {
	const char *name;
	char *text;
	ssize_t answer;
	bool inside;
	struct completion done;
};

static int read_it(void *arg)
{
	struct reader *r = arg;
	struct file *file = house_open(r->name);

	r->answer = PTR_ERR_OR_ZERO(file);
	WRITE_ONCE(r->inside, true);
	if (!IS_ERR(file)) {
		r->answer = house_read(file, PAGE_SIZE, r->text, TEXT);
		filp_close(file, NULL);
	}
	complete(&r->done);
	return 0;
}

static bool is_inside(const void *arg)
{
	const struct reader *r = arg;

	return READ_ONCE(r->inside);
}

/* With RTNL held: the reader waits for it, behind the file's door. */
static bool start_reader(struct reader *r)
{
	struct task_struct *task;

	init_completion(&r->done);
	task = kthread_run(read_it, r, "rxpa_reader");
	if (IS_ERR(task))
		return false;
	house_wait(is_inside, r);
	msleep(100);
	return !completion_done(&r->done);
}

static void test_removed_under_reader(struct kunit *test)
{
	struct reader r = { .name = "under0" };
	struct net_device *dev;
	bool waits, still;

	r.text = text_room(test);
	KUNIT_ASSERT_NOT_NULL(test, r.text);
	dev = house_add("under0", HOUSE_QUEUES);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	rtnl_lock();
	waits = start_reader(&r);
	unregister_netdevice(dev);
	msleep(100);
	still = !completion_done(&r.done);
	rtnl_unlock();
	wait_for_completion(&r.done);
	KUNIT_EXPECT_TRUE(test, waits);
	KUNIT_EXPECT_TRUE(test, still);
	KUNIT_EXPECT_EQ(test, r.answer, (ssize_t)-ENODEV);
	KUNIT_EXPECT_TRUE(test, house_wait(house_has_not, "under0"));
	house_remove(dev);
}

struct remover {
	struct rxpa_port *port;
	struct completion done;
};

static int remove_it(void *arg)
{
	struct remover *r = arg;

	mutex_lock(&rxpa_watch_mutex);
	rxpa_debugfs_port_remove(r->port);
	mutex_unlock(&rxpa_watch_mutex);
	complete(&r->done);
	return 0;
}

/* Who removes a file waits until its reader has left, and the reader is served. */
static void test_remover_waits(struct kunit *test)
{
	struct reader r = { .name = "waits0" };
	struct remover rm = {};
	struct task_struct *task;
	struct net_device *dev;
	bool waits, early;

	r.text = text_room(test);
	KUNIT_ASSERT_NOT_NULL(test, r.text);
	dev = house_add("waits0", HOUSE_QUEUES);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	KUNIT_ASSERT_EQ(test, house_up(), 0);
	rm.port = house_port(dev);
	KUNIT_ASSERT_NOT_NULL(test, rm.port);
	init_completion(&rm.done);
	rtnl_lock();
	waits = start_reader(&r);
	task = kthread_run(remove_it, &rm, "rxpa_remover");
	msleep(200);
	early = completion_done(&rm.done);
	rtnl_unlock();
	wait_for_completion(&r.done);
	if (!IS_ERR(task))
		wait_for_completion(&rm.done);
	KUNIT_EXPECT_FALSE(test, IS_ERR(task));
	KUNIT_EXPECT_TRUE(test, waits);
	KUNIT_EXPECT_FALSE(test, early);
	/* the text is whole; whoever asks for more may come too late */
	KUNIT_EXPECT_TRUE(test, r.answer > 0 || r.answer == -EIO);
	KUNIT_EXPECT_NOT_NULL(test, strstr(r.text, "\ntotal "));
	KUNIT_EXPECT_NULL(test, rm.port->file);
	KUNIT_EXPECT_STREQ(test, rm.port->name, "");
	KUNIT_EXPECT_FALSE(test, house_has("waits0"));
	KUNIT_EXPECT_FALSE(test, house_has("waits0:walk"));
}

static struct kunit_case files_test_cases[] = {
	KUNIT_CASE(test_modes),
	UNIT_CASE_PARAMS(test_odd_name),
	KUNIT_CASE(test_any_chunk),
	KUNIT_CASE(test_rows),
	KUNIT_CASE(test_waits_for_rest),
	KUNIT_CASE(test_many_queues),
	KUNIT_CASE(test_gone_file),
	KUNIT_CASE(test_removed_under_reader),
	KUNIT_CASE(test_remover_waits),
	{}
};

static struct kunit_suite files_test_suite = {
	.name = "rxpa-files",
	.suite_init = house_suite_init,
	.suite_exit = house_suite_exit,
	.exit = house_exit,
	.test_cases = files_test_cases,
};

kunit_test_suite(files_test_suite);
