#!/usr/bin/python3
"""Prints violations as they open and close, from the beginning on: examples/python/violations.py 127.0.0.1:PORT [GROUP].

Needs Debian's python3-confluent-kafka and python3-avro.
"""

import io
import json
import pathlib
import sys

import avro.io
import avro.schema
from confluent_kafka import Consumer, KafkaException

HOME = pathlib.Path(__file__).resolve().parents[2]


def canonical(schema, namespace=""):
    """A schema without what readers may disregard. What avro of Debian 12 has for it keeps too much."""
    if isinstance(schema, list):
        return [canonical(it, namespace) for it in schema]
    if isinstance(schema, str):
        return schema if schema in avro.schema.PRIMITIVE_TYPES or "." in schema else f"{namespace}.{schema}"
    kind = schema["type"]
    if kind == "record":
        namespace = schema.get("namespace", namespace)
        fields = [{"name": it["name"], "type": canonical(it["type"], namespace)} for it in schema["fields"]]
        return {"name": f"{namespace}.{schema['name']}", "type": kind, "fields": fields}
    for inner in ("items", "values"):
        if inner in schema:
            return {"type": kind, inner: canonical(schema[inner], namespace)}
    return kind


def crc_64_avro(text):
    """The fingerprint of Avro's specification, as it stands in a message."""
    empty = 0xC15D213AA4D7A795
    crc = empty
    for byte in text.encode():
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (empty if crc & 1 else 0)
    return crc.to_bytes(8, "little")


def fingerprint(schema):
    return crc_64_avro(json.dumps(canonical(schema), separators=(",", ":")))


def schemas(event):
    """By fingerprint: the schema of this version, and those of all that were released."""
    described = json.loads((HOME / "docs/reference/asyncapi.json").read_text())
    known = [described["components"]["messages"][event]["payload"]["schema"]]
    released = HOME / "contracts/src/main/resources/released"
    known += [json.loads(file.read_text()) for file in released.glob(f"*/{event}.avsc")]
    return {fingerprint(it): avro.schema.parse(json.dumps(it)) for it in known}


def decoded(value, known):
    """A message in single-object encoding: C3 01, the fingerprint of its schema, the event."""
    if value[:2] != b"\xc3\x01" or value[2:10] not in known:
        raise ValueError(f"a schema that is not known: {value[:10].hex()}")
    reader = avro.io.DatumReader(known[value[2:10]])
    return reader.read(avro.io.BinaryDecoder(io.BytesIO(value[10:])))


def main(servers, group="violations-python"):
    known = schemas("Violation")
    consumer = Consumer(
        {
            "bootstrap.servers": servers,
            "group.id": group,
            "isolation.level": "read_committed",  # what was taken back is not seen
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe(["cleansight.violations"])
    while True:
        messages = consumer.consume(500, timeout=1)
        for message in messages:
            if message.error():
                raise KafkaException(message.error())
            it = decoded(message.value(), known)
            print(it["violation_id"], it["state"], it["opened_at"].isoformat(), it["camera_id"], it["type"], flush=True)
        if messages:
            consumer.commit(asynchronous=False)  # once they are printed: after a crash they are printed again


if __name__ == "__main__":
    main(*sys.argv[1:])
