// Draws the description of the API from the schema its place names; the page links to the schema too.
const place = document.getElementById("api-docs");

// The page has its own head and main part, so the layout holds the addresses and the schemas alone.
const portalLayout = ({ React, specSelectors, getComponent }) => ({
  components: {
    // A button inside the button that opens an address: keyboards and readers trip over it.
    CopyToClipboardBtn: () => null,
    PortalLayout: () => {
      const [Drawings, Errors, Addresses, Schemas] = [
        getComponent("SvgAssets"),
        getComponent("errors", true),
        getComponent("operations", true),
        getComponent("Models", true),
      ];
      const read = specSelectors.loadingStatus() === "success";
      const parts = read ? [Drawings, Errors, Addresses, Schemas] : [Errors];
      return React.createElement(
        "div",
        { className: "swagger-ui" },
        ...parts.map((part, key) => React.createElement(part, { key })),
      );
    },
  },
});

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  deepLinking: false,
  validatorUrl: null,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  supportedSubmitMethods: ["get"],
  plugins: [portalLayout],
  layout: "PortalLayout",
});
