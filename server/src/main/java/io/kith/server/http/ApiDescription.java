package io.kith.server.http;

import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;

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
            license = @License(name = "Apache-2.0")),
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
