package io.kith.server.api;

/** A request that could not be met, with the problem to tell the client. */
public final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  /** A problem found by this process or reported by a server. */
  public ProblemException(Problem problem) {
    // Its stack is never shown, and to walk it is most of what a refusal costs.
    super(problem.reason(), null, false, false);
    this.problem = problem;
  }

  /** What to tell the client. */
  public Problem problem() {
    return problem;
  }

  /** Whether the problem is of this kind. */
  public boolean is(ProblemKind kind) {
    return problem.type().equals(kind.problem(null).type());
  }
}
