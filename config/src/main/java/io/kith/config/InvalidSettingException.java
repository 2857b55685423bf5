package io.kith.config;

/**
 * A setting whose value is not allowed; the message names its key, the value and what is allowed.
 */
public final class InvalidSettingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidSettingException(String key, Object value, String allowed) {
    super("%s: %s is not allowed; allowed: %s".formatted(key, value, allowed));
  }

  /** Throws when a value is outside its range, bounds included. */
  static void check(String key, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidSettingException(key, value, min + " to " + max);
    }
  }

  /** Throws when a value is outside its range, bounds included, or no number. */
  static void check(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidSettingException(key, value, min + " to " + max);
    }
  }
}
