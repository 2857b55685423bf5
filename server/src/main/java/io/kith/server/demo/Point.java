package io.kith.server.demo;

/** A place on paper: x to the right, y down. */
record Point(double x, double y) {

  /** The place that lies this share of the way to another; beyond it when the share is above 1. */
  Point towards(Point other, double share) {
    return new Point(x + share * (other.x - x), y + share * (other.y - y));
  }
}
