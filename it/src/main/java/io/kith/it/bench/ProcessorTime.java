package io.kith.it.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** Time of the processors that this process has taken, all its threads together. */
final class ProcessorTime {

  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private ProcessorTime() {}

  /** Seconds since the process began. */
  static double seconds() {
    return SYSTEM.getProcessCpuTime() / 1e9;
  }
}
