package io.kith.server.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;

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
            license = @License(name = "Apache-2.0")))
final class ApiDescription {

  private ApiDescription() {}
}
