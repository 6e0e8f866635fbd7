/** Where a problem comes from: definition files, a request, the engine, or the server itself. */
export type ProblemSource = 'definitions' | 'request' | 'engine' | 'server';

interface CodeEntry {
  readonly source: ProblemSource;
  /** HTTP status when it ends a whole request before GraphQL answers; 200 answers carry it in `errors[].extensions.code`. */
  readonly meaning: string;
  readonly remedy: string;
}

const entry = (source: ProblemSource, meaning: string, remedy: string): CodeEntry => ({ source, meaning, remedy });

/** Every code that a caller can see, once. `docs/problems.md` is its print. Codes are stable: they are never renamed. */
export const CODES = {
  // definitions
  INVALID_YAML: entry(
    'definitions',
    'The file is not YAML.',
    'Mend the place named; editors show it with the JSON Schema.',
  ),
  INVALID_DEFINITION: entry(
    'definitions',
    'A key is missing, unknown or of the wrong shape.',
    'Compare with the JSON Schema in schemas/metrics.schema.json.',
  ),
  IMPORT_NOT_EXACT: entry(
    'definitions',
    'A warning. Definitions that dbt has written are served, and not all of them mean the same here.',
    'Read what import dbt tells of each.',
  ),
  UNKNOWN_OWNER: entry(
    'definitions',
    'An owner is nobody that CODEOWNERS can name.',
    'Write an address, @user or @organization/team, or say of which organization owners are teams.',
  ),
  UNREADABLE_FILE: entry(
    'definitions',
    'A definition file could not be read.',
    'Check that it exists, is a file and is UTF-8.',
  ),
  INVALID_EXPRESSION: entry(
    'definitions',
    'An expression cannot be parsed.',
    'Expressions are one SQL expression: no statements, comments or subqueries.',
  ),
  UNKNOWN_FUNCTION: entry(
    'definitions',
    'A function is not on the allow-list.',
    'docs/expressions.md lists the functions.',
  ),
  TYPE_MISMATCH: entry(
    'definitions',
    'Types do not fit together.',
    'Cast one side, or compare with a value of its type.',
  ),
  UNKNOWN_COLUMN: entry(
    'definitions',
    'An expression names a column or path that is not there.',
    'Declare it under columns:, or mend the name.',
  ),
  UNKNOWN_DATASET: entry(
    'definitions',
    'A link, view or filter names a dataset that is not defined.',
    'Mend the name or define the dataset.',
  ),
  UNKNOWN_TABLE: entry(
    'definitions',
    'A SELECT of sql: reads a table that the definitions do not know.',
    'Mend the name, or declare its columns under tables:.',
  ),
  SQL_DATASETS_CLOSED: entry(
    'definitions',
    'A dataset is given by sql:, and the configuration has closed that.',
    'Name a table or a view of the engine with table:.',
  ),
  DUPLICATE_NAME: entry(
    'definitions',
    'Two definitions have one name.',
    'Rename one; metric names are one namespace for the whole project.',
  ),
  NAME_CLASH: entry(
    'definitions',
    'A name clashes with a fixed field, or two names become one in GraphQL.',
    'Choose another name.',
  ),
  INVALID_NAME: entry(
    'definitions',
    'A name is not lower snake_case, or is reserved.',
    'Use a-z, 0-9 and _, starting with a letter.',
  ),
  METRIC_CYCLE: entry(
    'definitions',
    'Metrics are defined through one another in a circle.',
    'Break the circle at one of the metrics named.',
  ),
  LINK_KEY_MISMATCH: entry(
    'definitions',
    'The two sides of a link cannot be equal: their types differ.',
    'Link columns of one type.',
  ),
  LINK_NOT_TO_KEY: entry(
    'definitions',
    'A many-to-one link does not reach the key of the dataset it leads to.',
    'Link to all key columns, or say many: true.',
  ),
  MIXED_AGGREGATION: entry(
    'definitions',
    'An expression mixes aggregates with bare columns or metrics.',
    'Aggregate every column, or name the parts as metrics of their own.',
  ),
  FILL_FORWARD_NOT_LAST: entry(
    'definitions',
    'fill_forward stands beside what it cannot carry on: it carries the last value on in the time of the metric.',
    'Say take: last, and over: the time of the metric.',
  ),
  AVERAGE_NOT_SOUND: entry(
    'definitions',
    'A mean over time is of something that has none: its days are no dates, it is no number, or its keys do not add up.',
    'Take the first or the last, or leave out per:.',
  ),
  NESTED_AGGREGATE: entry('definitions', 'An aggregate stands inside another.', 'Make two metrics of it.'),
  UNIT_MISMATCH: entry(
    'definitions',
    'Metrics of different units are added, subtracted or compared. A warning.',
    'Bring both to one unit first, or mend unit:.',
  ),
  SHARE_OF_NON_ADDITIVE: entry(
    'definitions',
    'A share is taken of a metric whose groups do not add up to the whole, such as a ratio or a distinct count: its shares do not add up to 1. A warning.',
    'Take the share of a sum or a count, or say in the description what it means.',
  ),
  METRIC_WITHOUT_TIME: entry(
    'definitions',
    'A metric goes by time, and the rows it is made of have none: by metric_time it is refused. A warning.',
    'Give the dataset or the metric a time:.',
  ),
  NEVER_BY_TIME: entry(
    'definitions',
    'A window or an offset stands over a metric that cannot be moved in time (a rank; within a window a conversion, a funnel, another window): asked by metric_time it is refused. A warning.',
    'Put the window or the offset on the metrics of rows below, and build on these.',
  ),
  SAME_NAME: entry(
    'definitions',
    'A metric has the name of a dimension that its dataset declares: both in one question have one column name. A warning.',
    'Rename one of them.',
  ),
  ROLLUP_OTHER_DATASET: entry(
    'definitions',
    'A rollup names a metric that is made of rows of another dataset.',
    'Put a rollup beside each dataset; a question of both reads both.',
  ),
  ROLLUP_NOT_MERGEABLE: entry(
    'definitions',
    'A rollup names a metric whose groups cannot be put together: an exact distinct count, a median, a balance.',
    'Leave it out, or hold an approximate one, which is kept as a sketch.',
  ),
  ROLLUP_DIMENSION_MOVES: entry(
    'definitions',
    'A rollup is grouped by a path over which a row has several values, or another value on another day.',
    'Leave the path out.',
  ),
  ROLLUP_TIME: entry(
    'definitions',
    'The grain, partition or lag of a rollup does not fit the time of its metrics.',
    'Partitions are made of whole periods of the grain; a watermark needs to know how late rows land.',
  ),
  LABEL_IGNORED: entry(
    'definitions',
    'The default: of a link is shown nowhere, since labels stand in place of texts alone. A warning.',
    'Leave it out, or give the linked dataset a dimension that is a text.',
  ),
  SAME_LINK: entry(
    'definitions',
    'Two links of a dataset lead over the same keys to the same rows: which of them a path means makes no difference. A warning.',
    'Keep one of them.',
  ),
  LINK_NOT_USABLE: entry(
    'definitions',
    'Metrics over this link are refused: its dataset lacks the time or the key that it needs. A warning.',
    'Give the dataset a time: (for during:) or a key: (for many: true).',
  ),
  CERTIFIED_INCOMPLETE: entry(
    'definitions',
    'A certified metric has no owner, or no description: nobody vouches for it, or nobody knows for what.',
    'Say owner: and description:, or leave the state out.',
  ),
  CERTIFIED_ON_UNSTABLE: entry(
    'definitions',
    'A certified metric is built on one that is a draft or deprecated. A warning.',
    'Certify the metric below, build on another, or take the certificate back.',
  ),
  DEPRECATION_OVERDUE: entry(
    'definitions',
    'The last day of something deprecated has passed, and it is still there. A warning.',
    'Remove it, or give it more time.',
  ),
  UNKNOWN_SUCCESSOR: entry(
    'definitions',
    'What is deprecated names something to use in its place that is not there.',
    'Mend the name under use:.',
  ),
  ALIAS_USED: entry(
    'definitions',
    'A definition calls a metric by a former name. A warning.',
    'Write the name of today.',
  ),
  ALIAS_EXPIRED: entry(
    'definitions',
    'A definition or a question calls a metric by a former name whose last day has passed.',
    'Write the name of today, which the hint tells.',
  ),
  NOT_SUPPORTED_YET: entry(
    'definitions',
    'The product knows the word but does not compute it yet.',
    'Leave it out for now; the changelog says when it comes.',
  ),
  NOT_ON_ENGINE: entry(
    'definitions',
    'The definitions use what the configured engine cannot do, such as stored sketches on DuckDB: a warning when they are read, and a refusal when it is asked for.',
    'Ask it on an engine that can, or define the metric over rows.',
  ),
  // request
  GRAPHQL_PARSE_FAILED: entry('request', 'The text is not GraphQL.', 'Mend the place named in locations.'),
  GRAPHQL_VALIDATION_FAILED: entry(
    'request',
    'The query does not fit the schema.',
    'Mend the place named in locations.',
  ),
  BAD_USER_INPUT: entry('request', 'A variable or argument has a value of the wrong form.', 'See the message.'),
  UNKNOWN_METRIC: entry('request', 'No metric has this name.', 'Search the catalogue: metrics(search: "…").'),
  UNKNOWN_DIMENSION: entry(
    'request',
    'The metric has no such dimension.',
    'dimensions(metrics: […]) lists those that fit.',
  ),
  UNKNOWN_LINK: entry(
    'request',
    'A path takes a link that is not there.',
    'Paths are link.link.dimension; a link is named by its role.',
  ),
  AMBIGUOUS_DIMENSION: entry('request', 'Several paths lead to a dimension of this name.', 'Say the whole path.'),
  UNREACHABLE_DIMENSION: entry(
    'request',
    'One of the datasets asked cannot reach this dimension.',
    'Give a path for each dataset with paths:, or ask the metrics apart.',
  ),
  UNKNOWN_GRAIN: entry(
    'request',
    'No grain has this name.',
    'second, minute, hour, day, week, month, quarter, year, or a grain of the spine.',
  ),
  UNKNOWN_SEGMENT: entry(
    'request',
    'A dataset asked has no such segment.',
    'Use a segment that each dataset has, or a condition.',
  ),
  UNKNOWN_TIME_ZONE: entry('request', 'The time zone is not known.', 'Use an IANA name such as Europe/Paris.'),
  GRAIN_NOT_ALLOWED: entry(
    'request',
    'A grain or part is asked of something that is not a time, or is finer than its column.',
    'Leave the grain out, or choose a coarser one.',
  ),
  GRAIN_REQUIRED: entry('request', 'metric_time needs a grain or a part.', 'Say grain: day, for one.'),
  NO_TIME: entry(
    'request',
    'A metric has no time, and the request needs one.',
    'Give its dataset a time:, or ask without metric_time and time.',
  ),
  INVALID_VALUE: entry(
    'request',
    'A value does not have the form of the dimension it is compared with.',
    'See the message for the form expected.',
  ),
  INVALID_TIME_RANGE: entry(
    'request',
    'A time range is empty, backwards or malformed.',
    'from comes before to; dates are 2024-01-31.',
  ),
  INVALID_REQUEST: entry('request', 'Arguments contradict one another.', 'See the message.'),
  DUPLICATE_COLUMN: entry(
    'request',
    'Two columns of the answer would have one name.',
    'Give one of them another alias.',
  ),
  INVALID_CURSOR: entry(
    'request',
    'The cursor is not one of ours, or belongs to another question.',
    'Ask the first page anew.',
  ),
  NOTHING_ASKED: entry('request', 'Neither a metric nor a dimension is asked for.', 'Ask for at least one.'),
  TOO_MANY_VALUES: entry(
    'request',
    'A list of values is longer than the limit.',
    'Shorten it, or join a dataset that holds the values.',
  ),
  TOO_COMPLEX: entry(
    'request',
    'The query has more tokens, fields or depth than the limit.',
    'Ask in several requests.',
  ),
  PERSISTED_QUERY_NOT_FOUND: entry('request', 'The hash is not known here.', 'Send the text along.'),
  CSRF_BLOCKED: entry(
    'request',
    'The request could have been sent by another site.',
    'Send content-type: application/json, or the header apollo-require-preflight.',
  ),
  USER_REQUIRED: entry(
    'request',
    'Queries run in the name of who asks, and the request does not say who that is.',
    'Ask through the proxy that logs users in and sends the header of server.user_header.',
  ),
  BAD_REQUEST: entry('request', 'The HTTP request is malformed.', 'See the message.'),
  NOT_EXPRESSIBLE: entry(
    'request',
    'The product knows what is asked, and has no sound way to compute it in this combination.',
    'See the message: it names the part that cannot go with the rest.',
  ),
  FAN_OUT: entry(
    'request',
    'Rows meet several partners over a link, and nothing tells them apart to count each once.',
    'Declare the key: of the dataset.',
  ),
  FILL_NEEDS_RANGE: entry(
    'request',
    'Missing periods are to be filled without a range, and the declared spine does not have them.',
    'Give time:, or declare a spine of a grain as fine.',
  ),
  // engine
  KEY_NOT_UNIQUE: entry(
    'engine',
    'Rows that a link leads to, or that are counted by their key, are not told apart by it: numbers would be wrong.',
    'Mend the data, or link to columns that are unique; a link that may meet several says many: true.',
  ),
  COLUMN_TYPE_DIFFERS: entry(
    'engine',
    'A column of a table has another type than the definitions declare.',
    'Declare the type that the table has, or give a dimension with a CAST.',
  ),
  ROWS_OUTSIDE_PARTITION: entry(
    'engine',
    'Rows lie in another partition than partition: says, such as one that landed later than late:. While the server proves partitions it reads these whatever is asked; without that their rows would be lost.',
    'Say a longer late:, or mend the data.',
  ),
  NOT_A_PARTITION_COLUMN: entry(
    'engine',
    'A column under partition: is no partition column of the table: nothing is skipped by it. A warning.',
    'Take it out of partition:, or partition the table by it.',
  ),
  PARTITION_NOT_DECLARED: entry(
    'engine',
    'The table is partitioned, and partition: says of none of its columns what it follows from: questions about a day open all of it. A warning.',
    'Declare it under partition: where it follows from a time.',
  ),
  SPINE_INCOMPLETE: entry(
    'engine',
    'A spine lacks days between its first and its last.',
    'Add a row for each day: days without one are in no period, and are not filled.',
  ),
  RESULT_TOO_LARGE: entry(
    'engine',
    'The answer has more rows than the configured bound.',
    'Add a limit, a filter or a coarser grain.',
  ),
  TABLE_NOT_FOUND: entry(
    'engine',
    'A table that the definitions name is not on the engine.',
    'Check table: and the engine profile.',
  ),
  COLUMN_NOT_FOUND: entry(
    'engine',
    'A column that the definitions name is not in its table.',
    'Check columns: against the table.',
  ),
  NUMBER_OUT_OF_RANGE: entry(
    'engine',
    'A number is too large for its type on the engine.',
    'Aggregate a narrower range, or cast to double.',
  ),
  VALUE_NOT_CONVERTIBLE: entry(
    'engine',
    'A value in the data does not have the form of the type that an expression casts it to.',
    'Filter such rows out in the definition, or mend the data.',
  ),
  ENGINE_OUT_OF_MEMORY: entry(
    'engine',
    'The query needs more memory than the engine may use.',
    'Ask a narrower range or fewer dimensions, or raise engine.memory_limit.',
  ),
  QUERY_TIMEOUT: entry(
    'engine',
    'The query took longer than it may.',
    'Ask a narrower range or fewer dimensions, or raise limits.seconds and engine.trino.deadline_seconds.',
  ),
  QUERY_LIMIT_EXCEEDED: entry(
    'engine',
    'The query needs more CPU time, reading or stages than the engine allows one query.',
    'Ask a narrower range or fewer dimensions.',
  ),
  ENGINE_BUSY: entry('engine', 'The engine has as many queries as it takes.', 'Ask again in a while.'),
  ENGINE_AUTH_FAILED: entry(
    'engine',
    'The engine refuses the login or the user.',
    'Check engine.trino.user and engine.trino.password or engine.trino.token; impersonation needs a right of its own.',
  ),
  ENGINE_ACCESS_DENIED: entry(
    'engine',
    'The user of the engine may not read a table or column that the query reads.',
    'Ask the owner of the table for access.',
  ),
  ENGINE_UNAVAILABLE: entry('engine', 'The engine does not answer.', 'Try again; the readiness page says more.'),
  ENGINE_FAILED: entry(
    'engine',
    'The engine failed in a way that has no code of its own.',
    'The server log has the details under the request id.',
  ),
  CANCELLED: entry('engine', 'The request was cancelled before its answer came.', 'Ask again.'),
  // server
  INVALID_CONFIGURATION: entry(
    'server',
    'A setting is missing, unknown or of the wrong form.',
    'The message names the setting and where it was set; --help lists them.',
  ),
  ROLLUP_BUSY: entry(
    'server',
    'Another build of the rollup is under way.',
    'Wait for it; where it is surely gone, build with --take-over.',
  ),
  UNKNOWN_ROLLUP: entry('server', 'No rollup has this name.', 'grainline rollups status lists them.'),
  NOT_FOUND: entry('server', 'There is no page at this address.', 'GraphQL is at /graphql, GraphiQL at /graphiql.'),
  REQUEST_TOO_LARGE: entry(
    'server',
    'The request has more bytes than the limit.',
    'Shorten it, or raise limits.body_bytes.',
  ),
  INTERNAL_SERVER_ERROR: entry('server', 'A fault of ours.', 'Report it with the request id.'),
} as const satisfies Record<string, CodeEntry>;

export type ProblemCode = keyof typeof CODES;
