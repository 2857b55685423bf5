package io.kith.server.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads when something ends: {@code 90d} from now, or a day in UTC. */
final class Expiry implements ITypeConverter<Instant> {

  private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");

  @Override
  public Instant convert(String text) {
    Matcher days = DAYS.matcher(text);
    if (days.matches()) {
      return Instant.now().plus(Duration.ofDays(Long.parseLong(days.group(1))));
    }
    try {
      return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(
          "\"%s\" is neither days, such as 90d, nor a day, such as 2030-01-31".formatted(text));
    }
  }
}
