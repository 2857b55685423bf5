package io.kith.index;

/**
 * A condition that a new generation had to meet before it was searched.
 *
 * @param name what was looked at: {@code carried}, {@code errors}, {@code files}, {@code count},
 *     {@code agreement} or {@code parity}
 * @param passed whether it was met
 * @param found what was found, for people
 */
public record Gate(String name, boolean passed, String found) {}
