package io.kith.server.report;

/** Numbers of things, in words. */
final class Counted {

  private Counted() {}

  static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  static String of(long count, String one, String several) {
    return Percent.count(count) + " " + (count == 1 ? one : several);
  }

  static String range(long least, long most) {
    return Percent.count(least) + (least == most ? "" : " to " + Percent.count(most));
  }
}
