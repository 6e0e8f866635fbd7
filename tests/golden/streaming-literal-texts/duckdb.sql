SELECT "members"."name" AS "name",
  COUNT(*) AS "members"
FROM "streaming"."members" AS "members"
WHERE CONTAINS(LOWER("members"."name"), LOWER($1)) OR ENDS_WITH("members"."name", $2) OR STARTS_WITH("members"."name", $3) OR "members"."name" = $4 OR "members"."name" IN ($5, $6) OR CONTAINS("members"."name", $7)
GROUP BY 1
ORDER BY "name" ASC NULLS LAST;
