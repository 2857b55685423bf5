package io.kith.index;

import io.kith.index.calibration.Progress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * Makes a generation of another model live, together with what is enrolled until that moment. For
 * one thread, which holds the right to switch.
 */
final class ModelSwitch implements Switching {

  /* What is enrolled meanwhile is embedded while others go on, until so little is left that they may wait for it. */
  private static final int FEW = 8;
  private static final int MAX_ROUNDS = 20;

  private final CarryOver carry;
  private final Switchover switchover;
  private final Alone alone;
  private final boolean leaveBehind;
  private final Consumer<Handle> also;

  /**
   * @param leaveBehind whether it is done even where templates cannot be carried over
   * @param also what else is changed in the same moment
   */
  ModelSwitch(
      CarryOver carry,
      Switchover switchover,
      Alone alone,
      boolean leaveBehind,
      Consumer<Handle> also) {
    this.carry = carry;
    this.switchover = switchover;
    this.alone = alone;
    this.leaveBehind = leaveBehind;
    this.also = also;
  }

  @Override
  public Optional<Gate> to(Generation next, GalleryIndex index, Generation from) {
    int tried = carry.impossible();
    for (int round = 0; round < MAX_ROUNDS && carry.lacking() > FEW; round++) {
      carry.run(Progress.NONE);
      switchover.catchUp(index);
    }
    return alone.with(
        () -> {
          carry.run(Progress.NONE);
          if (carry.impossible() > tried) {
            Gate carried = carry.report(null, null).gate(leaveBehind);
            if (!carried.passed()) {
              return Optional.of(carried);
            }
          }
          switchover.catchUp(index);
          switchover.switchTo(next, index, from, also);
          return Optional.empty();
        });
  }
}
