package io.kith.config;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * The log of who asked what.
 *
 * @param enabled whether it is kept
 * @param keepDays days after which a day's file is deleted
 */
@ConfigurationProperties("kith.audit")
public record AuditSettings(boolean enabled, int keepDays) {

  public AuditSettings {
    InvalidSettingException.check("kith.audit.keep-days", keepDays, 1, 36_500);
  }
}
