// Draws the description of the API into its page; nothing is fetched from elsewhere.
SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#description",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
});
