package io.kith.embedder;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/**
 * Native memory that the C library has given out and not taken back: what the engine holds, without
 * the Java heap, whose size is the collector's own choice.
 */
public final class Allocated {

  /** What glibc's mallinfo2 fills. */
  private static final MemoryLayout INFO =
      MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, JAVA_LONG));

  private static final int MAPPED = 4;
  private static final int IN_USE = 7;

  private Allocated() {}

  /** Whether the C library tells. */
  public static boolean known() {
    return Linker.nativeLinker().defaultLookup().find("mallinfo2").isPresent();
  }

  /** How much, once what is garbage has been given back. */
  public static long kilobytes() {
    System.gc();
    Linker linker = Linker.nativeLinker();
    MethodHandle call =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(INFO));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment info = (MemorySegment) call.invokeExact((SegmentAllocator) arena);
      return (info.getAtIndex(JAVA_LONG, MAPPED) + info.getAtIndex(JAVA_LONG, IN_USE)) / 1_024;
    } catch (Throwable e) {
      throw new IllegalStateException("mallinfo2 cannot be called", e);
    }
  }
}
