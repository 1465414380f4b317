-- Violations by camera and hour, of what bridge-service says as JSON.
CREATE TABLE violations (
  `data` ROW<
    `violationId` STRING,
    `cameraId` STRING,
    `type` STRING,
    `state` STRING,
    `openedAt` STRING>
) WITH (
  'connector' = 'kafka',
  'topic' = 'cleansight.public.violations',
  'properties.bootstrap.servers' = '${SERVERS}',
  'properties.isolation.level' = 'read_committed',
  'scan.startup.mode' = 'earliest-offset',
  -- Without it the query goes on for ever.
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

SELECT `data`.`cameraId` AS camera, SUBSTRING(`data`.`openedAt`, 1, 13) AS `hour`, COUNT(*) AS violations, LISTAGG(`data`.`violationId`) AS ids
FROM violations
WHERE `data`.`state` = 'opened'
GROUP BY `data`.`cameraId`, SUBSTRING(`data`.`openedAt`, 1, 13);
