package io.kith.server.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Contact;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import io.swagger.v3.oas.annotations.servers.Server;
import io.swagger.v3.oas.annotations.tags.Tag;

/**
 * Head of the OpenAPI document, which is made from the controllers and served at {@code
 * /openapi/kith.yml}.
 */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Kith",
            version = "v1",
            description = "Whom or what an image shows among those enrolled so far, or unknown.",
            contact = @Contact(name = "Whoever runs this server"),
            license =
                @License(name = "Apache-2.0", url = "https://www.apache.org/licenses/LICENSE-2.0")),
    servers = @Server(url = "/", description = "The server that gave this document"),
    tags = {
      @Tag(name = "galleries", description = "All that is enrolled together, with one model"),
      @Tag(name = "identities", description = "Whom templates belong to"),
      @Tag(name = "templates", description = "Embeddings of images, enrolled"),
      @Tag(name = "recognition", description = "Whom or what an image shows"),
      @Tag(name = "judgements", description = "What people say after they have looked"),
      @Tag(
          name = "inbox",
          description = "Unknown subjects, kept for a while where a gallery is set to"),
      @Tag(name = "bulk", description = "Many at once, a JSON document a line"),
      @Tag(name = "calibrations", description = "Error rates, and the thresholds from them"),
      @Tag(name = "rebuilds", description = "Indexes made anew, and going back"),
      @Tag(name = "jobs", description = "Long work in the background"),
      @Tag(name = "backup", description = "Everything, as it is at one moment"),
      @Tag(name = "models", description = "What makes embeddings of images"),
      @Tag(name = "keys", description = "Who may do what")
    },
    security = @SecurityRequirement(name = "key"))
@SecurityScheme(
    name = "key",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description =
        "A key of Kith (kith keys create), or a token of an identity provider; needed once there is one.")
final class ApiDescription {

  private ApiDescription() {}
}
