package io.kith.it.bench;

import io.kith.it.Enrolments;
import io.kith.it.KithHome;
import io.kith.it.Lfw;
import io.kith.server.api.GalleryRequest;
import io.kith.server.api.Kith;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Identification over HTTP on an idle server, beside the three networks' own time on the same
 * images.
 */
@Command(
    name = "identify",
    description = "Latency of identification over HTTP, beside the networks' own time.",
    mixinStandardHelpOptions = true)
final class IdentifyBench implements Callable<Integer> {

  private static final String GALLERY = "bench";

  /* Rounds over the images. What runs once a request is compiled for good after some 5,000 of them. */
  private static final int WARM_UP = 25;

  @Mixin private final Photographs photographs = new Photographs();

  @Option(names = "--images", description = "Images to identify (default: ${DEFAULT-VALUE}).")
  private int images = 300;

  @Option(names = "--enrolled", description = "People enrolled (default: ${DEFAULT-VALUE}).")
  private int enrolled = 500;

  @Override
  public Integer call() throws IOException {
    try (Lfw lfw = photographs.open();
        KithHome home = new KithHome(photographs.models())) {
      List<byte[]> sample = photographs.sample(lfw, enrolled + images);
      enrol(home.kith(), sample.subList(0, enrolled));
      List<byte[]> probes = sample.subList(enrolled, sample.size());
      URI uri =
          home.bean(EmbeddedServer.class)
              .start()
              .getURI()
              .resolve("/v1/galleries/" + GALLERY + "/identify");
      Stages stages = new Stages(home.bean(MeterRegistry.class));
      for (int i = 0; i < WARM_UP; i++) {
        identify(uri, probes, stages);
      }
      Times times = identify(uri, probes, stages);
      double networks = Percentile.of(times.networks, 50);
      double http = Percentile.of(times.http, 50);
      Report report = new Report();
      report.put("people enrolled", enrolled);
      report.put("images", probes.size());
      report.put("three networks, p50 ms", networks);
      report.put("identify over HTTP, p50 ms", http);
      report.put("identify over HTTP, p99 ms", Percentile.of(times.http, 99));
      report.put("ratio of the p50", http / networks);
      report.print(photographs.json());
      return 0;
    }
  }

  private static void enrol(Kith kith, List<byte[]> sample) {
    kith.putGallery(GALLERY, GalleryRequest.ofModel(null));
    for (int i = 0; i < sample.size(); i++) {
      Enrolments.enrol(kith, GALLERY, "i" + i, sample.get(i));
    }
  }

  /**
   * Milliseconds of each identification, one at a time.
   *
   * @param http from sending the request to having the answer
   * @param networks inside the three networks, by the server's own timers, for the same requests
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Times(double[] http, double[] networks) {}

  private static Times identify(URI uri, List<byte[]> probes, Stages stages) throws IOException {
    Times times = new Times(new double[probes.size()], new double[probes.size()]);
    List<byte[]> requests = probes.stream().map(probe -> PlainHttp.form(uri, probe)).toList();
    try (PlainHttp client = new PlainHttp(uri)) {
      for (int i = 0; i < requests.size(); i++) {
        double before = stages.networkSeconds();
        long start = System.nanoTime();
        PlainHttp.Reply reply = client.send(requests.get(i));
        times.http[i] = (System.nanoTime() - start) / 1e6;
        if (reply.status() != 200) {
          throw new IllegalStateException(reply.toString());
        }
        times.networks[i] = (stages.networkSeconds() - before) * 1e3;
      }
    }
    return times;
  }
}
