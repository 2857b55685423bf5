package io.kith.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.server.demo.Probe;
import io.kith.server.demo.SymbolsDemo;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The model that comes with Kith, on symbols that it was not trained on. */
@SuppressWarnings("NullAway.Init") // JUnit sets the field
final class SymbolsTest {

  @TempDir Path noModels;

  @Test
  void drawnSymbolsAreRecognisedInOtherHandsAndStrangersAreUnknown() {
    try (KithHome home = new KithHome(noModels)) {
      List<Probe> probes = new SymbolsDemo(home.kith()).run();

      assertThat(probes).hasSize(30).allMatch(Probe::correct);
    }
  }
}
