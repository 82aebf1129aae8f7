"""Allow-lists for user queries: first words, functions, procedures, and plan operators.

These are allow-lists because a server that is not ours may have anything installed.
"""

from __future__ import annotations


def _split_words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BEGINS = frozenset(
    {
        "MATCH",
        "OPTIONAL",
        "UNWIND",
        "WITH",
        "RETURN",
        "CALL",
        "LET",
        "FILTER",
        "FOR",
    }  # the last three: Cypher 25
)

FUNCTIONS = _split_words(
    """
    abs acos all allreduce any asin atan atan2 avg btrim ceil char_length character_length coalesce
    coll.distinct coll.flatten coll.indexof coll.insert coll.max coll.min coll.remove coll.sort collect
    cos cosh cot coth count date date.realtime date.statement date.transaction date.truncate datetime
    datetime.fromepoch datetime.fromepochmillis datetime.realtime datetime.statement
    datetime.transaction datetime.truncate degrees duration duration.between duration.indays
    duration.inmonths duration.inseconds e elementid endnode exists exp floor haversin head id isempty
    isnan keys labels last left length localdatetime localdatetime.realtime localdatetime.statement
    localdatetime.transaction localdatetime.truncate localtime localtime.realtime localtime.statement
    localtime.transaction localtime.truncate log log10 lower ltrim max min nodes none normalize nullif
    percentilecont percentiledisc pi point point.distance point.withinbbox properties radians rand
    randomuuid range reduce relationships replace reverse right round rtrim sign sin single sinh size
    split sqrt startnode stdev stdevp substring sum tail tan tanh time time.realtime time.statement
    time.transaction time.truncate timestamp toboolean tobooleanlist tobooleanornull tofloat tofloatlist
    tofloatornull tointeger tointegerlist tointegerornull tolower tostring tostringlist tostringornull
    toupper trim type upper valuetype vector.similarity.cosine vector.similarity.euclidean shortestpath
    allshortestpaths
    """
)
"""In lower case: names of functions do not distinguish case. `file` and `graph.*` are not among them."""

BEFORE_BRACKET = _split_words(
    """
    acyclic all and any as asc ascending by call case collect contains count desc descending detach
    distinct else ends exists fields for foreach groups if in is let limit match not offset on optional
    or order path paths return shortest simple skip starts then trail union unwind using walk when where
    with xor yield filter
    """
)
"""Keywords that may precede a bracket without calling anything."""

PROCEDURES = _split_words(
    """
    db.labels db.relationshiptypes db.propertykeys db.schema.visualization db.schema.nodetypeproperties
    db.schema.reltypeproperties db.ping db.index.fulltext.querynodes
    db.index.fulltext.queryrelationships db.index.vector.querynodes db.index.vector.queryrelationships
    """
)

WRITES = frozenset({"CREATE", "MERGE"})
"""Words that write if a bracket follows them."""
CHANGES = frozenset({"CREATE", "MERGE", "SET", "REMOVE", "DELETE", "DETACH", "FOREACH"})
"""Words that write after a closing bracket; the engine itself recognises them everywhere else."""

COMMANDS = frozenset({"SHOW", "TERMINATE"})
COMMANDED = _split_words(
    """
    TRANSACTION TRANSACTIONS SETTING SETTINGS USER USERS ROLE ROLES DATABASE DATABASES INDEX INDEXES
    CONSTRAINT CONSTRAINTS FUNCTION FUNCTIONS PROCEDURE PROCEDURES PRIVILEGE PRIVILEGES CURRENT BUILT
    POPULATED SUPPORTED SERVER SERVERS ALIAS ALIASES HOME DEFAULT ALL EXECUTABLE VECTOR FULLTEXT RANGE
    TEXT POINT LOOKUP UNIQUE KEY
    """
)
"""What follows SHOW or TERMINATE where those are commands and not names."""

OPERATORS = _split_words(
    """
    AllNodesScan Anti AntiConditionalApply AntiSemiApply Apply Argument ArgumentTracker AssertSameNode
    AssertSameRelationship AssertingMultiNodeIndexSeek AssertingMultiRelationshipIndexSeek
    BFSPruningVarExpand BidirectionalRepeat CacheProperties CartesianProduct ConditionalApply
    DirectedAllRelationshipsScan DirectedRelationshipByElementIdSeek DirectedRelationshipByIdSeek
    DirectedRelationshipIndexContainsScan DirectedRelationshipIndexEndsWithScan
    DirectedRelationshipIndexScan DirectedRelationshipIndexSeek DirectedRelationshipIndexSeekByRange
    DirectedRelationshipTypeScan DirectedUnionRelationshipTypesScan DirectedRelationshipUniqueIndexSeek
    DirectedRelationshipUniqueIndexSeekByRange Distinct Eager EagerAggregation EmptyResult EmptyRow
    ErrorPlan ExhaustiveLimit Expand Filter IntersectionNodeByLabelsScan LetAntiSemiApply
    LetSelectOrAntiSemiApply LetSelectOrSemiApply LetSemiApply Limit MultiNodeIndexSeek
    NodeByElementIdSeek NodeByIdSeek NodeByLabelScan NodeCountFromCountStore NodeHashJoin
    NodeIndexContainsScan NodeIndexEndsWithScan NodeIndexScan NodeIndexSeek NodeIndexSeekByRange
    NodeLeftOuterHashJoin NodeRightOuterHashJoin NodeUniqueIndexSeek NodeUniqueIndexSeekByRange
    NonFuseable NullifyMetadata Optional OptionalExpand OrderedAggregation OrderedDistinct OrderedUnion
    PartialSort PartialTop PartitionedAllNodesScan PartitionedDirectedAllRelationshipsScan
    PartitionedDirectedRelationshipIndexScan PartitionedDirectedRelationshipIndexSeek
    PartitionedDirectedRelationshipTypeScan PartitionedNodeByLabelScan PartitionedNodeIndexScan
    PartitionedNodeIndexSeek PartitionedUndirectedAllRelationshipsScan
    PartitionedUndirectedRelationshipIndexScan PartitionedUndirectedRelationshipIndexSeek
    PartitionedUndirectedRelationshipTypeScan PartitionedUnionNodeByLabelsScan PartitionedUnwind
    PathPropagatingBFS PreserveOrder ProcedureCall ProduceResults ProjectEndpoints Projection
    PropertyScan RelationshipCountFromCountStore RemoteBatchProperties Repeat RepeatTrail RollUpApply
    SelectOrAntiSemiApply SelectOrSemiApply SemiApply ShortestPath Skip Sort StatefulShortestPath
    SubtractionNodeByLabelsScan Top Top1WithTies TriadicBuild TriadicFilter TriadicSelection
    UndirectedAllRelationshipsScan UndirectedRelationshipByElementIdSeek UndirectedRelationshipByIdSeek
    UndirectedRelationshipIndexContainsScan UndirectedRelationshipIndexEndsWithScan
    UndirectedRelationshipIndexScan UndirectedRelationshipIndexSeek
    UndirectedRelationshipIndexSeekByRange UndirectedRelationshipTypeScan
    UndirectedRelationshipUniqueIndexSeek UndirectedUnionRelationshipTypesScan Union
    UnionNodeByLabelsScan Unwind ValueHashJoin VarLengthExpand DynamicLabelNodeLookup
    DynamicNodeByLabelScan DynamicDirectedRelationshipTypeLookup DynamicUndirectedRelationshipTypeLookup
    """
)
"""Operators of Neo4j's plans that only read; their names without any suffix in brackets."""
