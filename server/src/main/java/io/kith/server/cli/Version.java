package io.kith.server.cli;

import picocli.CommandLine.IVersionProvider;

/** Kith's version, as the build wrote it into the jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"kith " + (version == null ? "(development)" : version)};
  }
}
