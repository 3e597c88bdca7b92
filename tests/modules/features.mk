# SPDX-License-Identifier: GPL-2.0
#
# Included by Kbuild files: HAVE_NAME for each of these names that this kernel's
# headers know, since distributions take functions into kernels whose version
# does not say so.  compat.h has the rest.

headers-know = $(shell grep -qw $(2) $(srctree)/include/linux/$(1) && \
	echo -DHAVE_$(2))

ccflags-y += \
	$(call headers-know,netdevice.h,netif_napi_add_weight) \
	$(call headers-know,netdevice.h,netif_set_real_num_queues) \
	$(call headers-know,netdevice.h,DEV_CORE_STATS_INC) \
	$(call headers-know,ethtool.h,kernel_ethtool_ringparam) \
	$(call headers-know,skbuff.h,dev_page_is_reusable) \
	$(call headers-know,skbuff.h,skb_queue_len_lockless) \
	$(call headers-know,hrtimer.h,hrtimer_setup) \
	$(call headers-know,ftrace.h,ftrace_regs)
