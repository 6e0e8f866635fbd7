/** The page: GraphiQL on our own /graphql, its tabs filled with questions about this project. Nothing comes from elsewhere. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Grainline: GraphiQL</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="graphiql/graphiql.css">
  <link rel="stylesheet" href="graphiql/page.css">
</head>
<body>
  <div id="graphiql"><p class="wait">Loading GraphiQL…</p></div>
  <noscript>GraphiQL needs JavaScript. The same questions can be sent to /graphql with any HTTP client.</noscript>
  <script src="graphiql/react.js" defer></script>
  <script src="graphiql/react-dom.js" defer></script>
  <script src="graphiql/graphiql.js" defer></script>
  <script src="graphiql/page.js" defer></script>
</body>
</html>
`;

export const PAGE_CSS = `html, body, #graphiql { height: 100%; margin: 0; }
.wait { font: 16px system-ui, sans-serif; padding: 2rem; color: #59636e; }
`;

/** Runs in the browser. */
export const PAGE_SCRIPT = `'use strict';
(async () => {
  const answer = await fetch('graphiql/examples.json');
  const examples = answer.ok ? await answer.json() : [];
  const root = ReactDOM.createRoot(document.getElementById('graphiql'));
  root.render(
    React.createElement(GraphiQL, {
      fetcher: GraphiQL.createFetcher({ url: new URL('graphql', location.href).pathname }),
      defaultTabs: examples.map((query) => ({ query })),
      defaultEditorToolsVisibility: false,
    }),
  );
})();
`;

/** GraphiQL sets styles on its elements and carries its fonts within its stylesheet; scripts come as files, from here alone. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
