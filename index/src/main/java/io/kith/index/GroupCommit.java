package io.kith.index;

import io.kith.index.IndexException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * One thread that writes for everybody: changes waiting at the same time share one transaction, one
 * fsync and one refresh of each follower. Safe for concurrent use.
 */
final class GroupCommit implements AutoCloseable {

  /*
   * A change runs inside a savepoint, so that one that fails takes back its own rows only. Some faults (a full disk, most of all)
   * make SQLite take back the whole transaction; then every change of the group runs again in a transaction of its own, and
   * those that fit succeed. A caller goes on only after commit and follow-up, so what it is told is durable and searchable.
   *
   * Callers wait without being interruptible: a change that was accepted happens, and its caller learns what became of it.
   */

  private static final int MAX_WAITING = 1024;
  private static final int MAX_GROUP = 256;
  private static final String SAVEPOINT = "change";

  private final Handle handle;
  private final BlockingQueue<Change<?>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Change<?> stop = new Change<>(_ -> Boolean.TRUE, Follower.NONE, _ -> {});
  private final Thread thread;
  private final ReentrantLock lane = new ReentrantLock();
  private volatile boolean closed;

  /**
   * @param handle the writer's own connection; closed with this
   */
  GroupCommit(Handle handle) {
    this.handle = handle;
    this.thread = Thread.ofPlatform().daemon().name("kith-store-writer").start(this::run);
  }

  /**
   * Makes a change, and waits until it is durable and {@code follower} has followed.
   *
   * @param change may run more than once, each time on a clean state; whatever it throws is thrown
   *     here
   * @param durable gets what the change returned once it is durable, on the writer's thread, in the
   *     order of changes; also where the follower fails
   * @throws IndexException when the store fails or is closed
   */
  <T> T write(Follower follower, Function<Handle, T> change, Consumer<T> durable) {
    Change<T> queued = new Change<>(change, follower, durable);
    enqueue(queued);
    if (closed && waiting.remove(queued)) {
      throw closedException();
    }
    try {
      return queued.outcome.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException fault ? fault : StorageFault.of(e);
    }
  }

  /**
   * Works on the writer's connection outside of any transaction, while changes wait.
   *
   * @throws IndexException when this is closed
   */
  void alone(Consumer<Handle> work) {
    lane.lock();
    try {
      if (closed) {
        throw closedException();
      }
      work.accept(handle);
    } finally {
      lane.unlock();
    }
  }

  private void enqueue(Change<?> change) {
    boolean interrupted = false;
    try {
      while (true) {
        if (closed && change != stop) {
          throw closedException();
        }
        try {
          waiting.put(change);
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static IndexException closedException() {
    return new IndexException(Problem.CLOSED, "the galleries are closed; open them again");
  }

  private void run() {
    List<Change<?>> group = new ArrayList<>();
    do {
      group.clear();
      takeInto(group);
      lane.lock();
      try {
        commit(group);
      } catch (Throwable e) {
        rollback(e);
        group.forEach(change -> change.fail(e)); // those that have not learnt of an end yet
      } finally {
        lane.unlock();
      }
    } while (!group.contains(stop));
    handle.close();
  }

  private void takeInto(List<Change<?>> group) {
    while (group.isEmpty()) {
      try {
        group.add(waiting.take());
      } catch (InterruptedException e) {
        // Nobody outside knows this thread; it ends by the stop mark only.
      }
    }
    waiting.drainTo(group, MAX_GROUP - 1);
  }

  private void commit(List<Change<?>> group) {
    try {
      handle.begin();
      group.forEach(change -> change.apply(handle));
      handle.commit();
    } catch (Throwable e) {
      rollback(e);
      if (group.size() == 1) {
        group.getFirst().fail(e);
      } else {
        group.forEach(change -> commit(List.of(change)));
      }
      return;
    }
    group.forEach(Change::tell);
    follow(group);
  }

  private void rollback(Throwable fault) {
    try {
      handle.rollback();
    } catch (RuntimeException e) {
      fault.addSuppressed(e); // SQLite has taken the transaction back by itself
    }
  }

  private void follow(List<Change<?>> group) {
    Map<Follower, List<Change<?>>> followers = new LinkedHashMap<>();
    group.forEach(
        change -> followers.computeIfAbsent(change.follower, _ -> new ArrayList<>()).add(change));
    followers.forEach(
        (follower, changes) -> {
          try {
            follower.follow(handle);
          } catch (Throwable e) {
            changes.forEach(change -> change.fail(e));
          }
          changes.forEach(Change::complete);
        });
  }

  /** Finishes what waits, refuses what comes, closes the connection. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    enqueue(stop);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A caller's change and what became of it; run by the writer's thread. */
  private static final class Change<T> {

    private final Function<Handle, T> change;
    private final Follower follower;
    private final Consumer<T> durable;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();
    private Runnable news = () -> {};
    private Runnable completion = () -> {};

    Change(Function<Handle, T> change, Follower follower, Consumer<T> durable) {
      this.change = change;
      this.follower = follower;
      this.durable = durable;
    }

    void apply(Handle handle) {
      handle.savepoint(SAVEPOINT);
      T result;
      try {
        result = change.apply(handle);
      } catch (RuntimeException e) {
        takeBack(handle, e);
        news = () -> {};
        completion = () -> fail(e);
        return;
      }
      handle.releaseSavepoint(SAVEPOINT);
      news = () -> durable.accept(result);
      completion = () -> outcome.complete(result);
    }

    private static void takeBack(Handle handle, RuntimeException fault) {
      try {
        handle.rollbackToSavepoint(SAVEPOINT);
      } catch (RuntimeException e) {
        fault.addSuppressed(e);
        throw fault;
      }
    }

    void tell() {
      try {
        news.run();
      } catch (Throwable e) {
        fail(e);
      }
    }

    void complete() {
      completion.run();
    }

    void fail(Throwable fault) {
      outcome.completeExceptionally(fault);
    }
  }
}
