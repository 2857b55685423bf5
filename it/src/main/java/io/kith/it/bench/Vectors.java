package io.kith.it.bench;

/** Vectors to enrol and to search with, made or read one at a time. Safe for concurrent use. */
interface Vectors {

  /** Number of vectors to enrol. */
  int size();

  int dimension();

  /** Whom a vector belongs to, from 0. */
  int identity(int number);

  /** A vector to enrol: {@code [dimension]}, L2 norm 1. */
  float[] vector(int number);

  /** Another vector of an identity that is enrolled: {@code [dimension]}, L2 norm 1. */
  float[] mate(int identity);

  /** A vector of nobody enrolled: {@code [dimension]}, L2 norm 1. */
  float[] stranger(int number);
}
