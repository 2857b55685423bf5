package io.kith.server.report;

/** Numbers of things, in words. */
public final class Counted {

  private Counted() {}

  /** So many of what has an s where there are several. */
  public static String of(long count, String one) {
    return of(count, one, one + "s");
  }

  /** So many of anything. */
  public static String of(long count, String one, String several) {
    return Percent.count(count) + " " + (count == 1 ? one : several);
  }

  static String range(long least, long most) {
    return Percent.count(least) + (least == most ? "" : " to " + Percent.count(most));
  }
}
