package io.kith.it.bench;

import io.micronaut.serde.annotation.Serdeable;
import java.util.Locale;

/**
 * One system, searched with one effort.
 *
 * @param buildSeconds from the first vector to all of them searchable
 * @param templatesPerSecond of building
 * @param diskMegabytes files
 * @param heapMegabytes heap in use after building, beyond that before
 * @param residentMegabytes memory of the process, with mapped files that were read
 * @param rank1Agreement share of mates' probes whose first identity is that of exact search
 * @param decisionAgreement share of probes of which the same is said: unknown, or who it is
 * @param recall share of the ten best identities found
 * @param p50 milliseconds of a search, one at a time
 * @param p99 the same
 * @param qps1 searches a second on one thread
 * @param qps2 on two
 */
@Serdeable
record SearchRun(
    String system,
    int size,
    int dimension,
    int effort,
    double buildSeconds,
    double templatesPerSecond,
    double diskMegabytes,
    double heapMegabytes,
    double residentMegabytes,
    double rank1Agreement,
    double decisionAgreement,
    double recall,
    double p50,
    double p99,
    double qps1,
    double qps2) {

  static final String HEADER =
      "system,size,dimension,effort,build s,templates/s,disk MB,heap MB,resident MB,"
          + "mated rank-1 agreement,decision agreement,identity recall@10,p50 ms,p99 ms,"
          + "QPS 1 thread,QPS 2 threads";

  String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%d,%d,%d,%.1f,%.0f,%.0f,%.0f,%.0f,%.5f,%.5f,%.4f,%.3f,%.3f,%.0f,%.0f",
        system,
        size,
        dimension,
        effort,
        buildSeconds,
        templatesPerSecond,
        diskMegabytes,
        heapMegabytes,
        residentMegabytes,
        rank1Agreement,
        decisionAgreement,
        recall,
        p50,
        p99,
        qps1,
        qps2);
  }

  /** Cells of a printed table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-24s %8d %5d %6d %8.1f %9.0f %8.0f %8.0f %9.3f %9.3f %8.4f %8.3f %8.3f %8.0f %8.0f",
        system,
        size,
        dimension,
        effort,
        buildSeconds,
        templatesPerSecond,
        diskMegabytes,
        heapMegabytes,
        100 * rank1Agreement,
        100 * decisionAgreement,
        recall,
        p50,
        p99,
        qps1,
        qps2);
  }

  static String lineHeader() {
    return String.format(
        "%-24s %8s %5s %6s %8s %9s %8s %8s %9s %9s %8s %8s %8s %8s %8s",
        "system",
        "size",
        "dim",
        "effort",
        "build s",
        "templ./s",
        "disk MB",
        "heap MB",
        "rank-1 %",
        "decis. %",
        "rec.@10",
        "p50 ms",
        "p99 ms",
        "QPS 1",
        "QPS 2");
  }
}
