package io.kith.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the environment says of the log. It is set up before any other setting is read, by a library
 * that takes another level for one that it does not know, and writes nothing in a format that there
 * is not.
 */
public final class LogSettings {

  private static final String FORMAT = "KITH_LOG_FORMAT";
  private static final String LEVEL = "KITH_LOG_LEVEL";
  private static final List<String> FORMATS = List.of("text", "json");
  private static final List<String> LEVELS =
      List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  private LogSettings() {}

  /**
   * Checks the environment.
   *
   * @throws InvalidSettingException when it names a format or a level that there is not
   */
  public static void check(Map<String, String> environment) {
    String format = environment.getOrDefault(FORMAT, FORMATS.getFirst());
    if (!FORMATS.contains(format)) {
      throw new InvalidSettingException(FORMAT, format, String.join(", ", FORMATS));
    }
    String level = environment.getOrDefault(LEVEL, LEVELS.getFirst());
    if (!LEVELS.contains(level.toUpperCase(Locale.ROOT))) {
      throw new InvalidSettingException(LEVEL, level, String.join(", ", LEVELS));
    }
  }
}
