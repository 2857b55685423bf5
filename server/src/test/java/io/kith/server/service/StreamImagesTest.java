package io.kith.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.index.HeldImages;
import io.kith.server.api.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamImagesTest {

  private final StreamImages images = new StreamImages();
  private final List<String> released = new ArrayList<>();

  private HeldImages held(String name) {
    HeldImages held = () -> released.add(name);
    images.add(held);
    return held;
  }

  @Test
  void whatWasNotWrittenIsReleasedAtTheEndAndWhatWasIsReleasedByWhoWroteIt() {
    HeldImages first = held("first");
    held("second");
    try (HeldImages _ = images.take(List.of(first))) {
      images.close();
      assertThat(released).containsExactly("second");
    }

    assertThat(released).containsExactly("second", "first");
  }

  @Test
  void whatComesAfterTheEndIsReleasedAtOnce() {
    HeldImages early = held("early");
    images.close();
    held("late");

    assertThat(released).containsExactly("early", "late");
    assertThatThrownBy(() -> images.take(List.of(early))).isInstanceOf(ProblemException.class);
    images.close();
    assertThat(released).hasSize(2);
  }
}
