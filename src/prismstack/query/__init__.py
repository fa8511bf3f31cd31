"""From a call's arguments to a result: request, plan, executable program."""

from prismstack.query._collector import calmly
from prismstack.query._compiler import QueryCompiler
from prismstack.query._database_errors import request_error
from prismstack.query._errors import PlanUnsupported, RequestError
from prismstack.query._explain import FromResult, PlannedStatement
from prismstack.query._graph import InputGraph, load_graph
from prismstack.query._instances import ModelClass, ModelField
from prismstack.query._nulls import AnyNull, DbNull, JsonNull
from prismstack.query._operations import PlanFailed
from prismstack.query._planner import OBJECTS, RAW_METHODS, Planner
from prismstack.query._raw import RawQuery, raw_error, sql_reads_only
from prismstack.query._request import ACTIONS, Call
from prismstack.query._scalars import ValueTypes
from prismstack.query._selection import COUNTS, ModelFields, is_reshaped

__all__ = [
    "ACTIONS",
    "COUNTS",
    "OBJECTS",
    "RAW_METHODS",
    "AnyNull",
    "Call",
    "DbNull",
    "FromResult",
    "InputGraph",
    "JsonNull",
    "ModelClass",
    "ModelField",
    "ModelFields",
    "PlanFailed",
    "PlanUnsupported",
    "PlannedStatement",
    "Planner",
    "QueryCompiler",
    "RawQuery",
    "RequestError",
    "ValueTypes",
    "calmly",
    "is_reshaped",
    "load_graph",
    "raw_error",
    "request_error",
    "sql_reads_only",
]
