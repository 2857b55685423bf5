package io.kith.server.http;

import io.micronaut.context.env.Environment;
import io.micronaut.context.env.EnvironmentPropertySource;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.SystemPropertiesPropertySource;
import io.micronaut.context.env.yaml.YamlPropertySourceLoader;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.io.ResourceResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds names of settings that are none: a misspelt one would stay as it is, and nobody know. */
final class SettingNames {

  private static final Logger log = LoggerFactory.getLogger(SettingNames.class);

  private static final String OURS = "kith.";

  /* Those of a key's client are set by no default. */
  private static final Set<String> WITHOUT_DEFAULT = Set.of("kith.key", "kith.key-file");

  /* Read by the launcher, the command line and the log; and what Kubernetes sets for services whose names begin so. */
  private static final Pattern OTHERS =
      Pattern.compile("KITH_(SERVER|JAVA_OPTIONS|LOG_FORMAT|LOG_LEVEL|(.*_)?(PORT|SERVICE)(_.*)?)");

  private final Set<String> known;
  private final Set<String> variables;

  private SettingNames(Set<String> known) {
    this.known = known;
    this.variables = known.stream().map(SettingNames::bare).collect(Collectors.toSet());
  }

  /** Those that the defaults name. */
  static SettingNames ofDefaults() {
    try (InputStream defaults =
        new ResourceResolver().getResourceAsStream("classpath:application.yml").orElseThrow()) {
      Map<String, Object> all = new YamlPropertySourceLoader().read("application", defaults);
      return new SettingNames(
          Stream.concat(all.keySet().stream(), WITHOUT_DEFAULT.stream())
              .map(SettingNames::plain)
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Refuses unknown names in files, and warns of them in environment variables, of which others may
   * have some that begin so, too.
   *
   * @throws ConfigurationException when there is one
   */
  void check(Environment environment) {
    for (PropertySource source : environment.getPropertySources()) {
      if (source instanceof SystemPropertiesPropertySource) {
        continue;
      }
      for (String name : source) {
        if (source instanceof EnvironmentPropertySource) {
          checkVariable(name);
        } else if (name.startsWith(OURS)
            && !known.contains(plain(name))
            && !isEmpty(source.get(name))) {
          throw new ConfigurationException(
              "%s: is no setting of Kith; leave it out, or mend its name".formatted(name));
        }
      }
    }
  }

  private void checkVariable(String name) {
    if (name.startsWith("KITH_")
        && !OTHERS.matcher(name).matches()
        && !variables.contains(bare(name))) {
      log.warn("{} is no setting of Kith and is not used", name);
    }
  }

  /* A section all of which is commented out. */
  private static boolean isEmpty(@Nullable Object value) {
    return value == null || value.toString().isEmpty();
  }

  /* However words are parted. */
  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /* In a variable an underscore stands for a dot too. */
  private static String bare(String name) {
    return plain(name).replace(".", "");
  }
}
