"""Plan anchors: diag(d) K diag(e) with given margins, computed by Sinkhorn's iteration and enclosed by a certificate."""

from .bounds import PlanAnchor as PlanAnchor
from .foreign import JudgedPlan as JudgedPlan
from .foreign import judge_plan as judge_plan
from .implicit import plan_values as plan_values
from .margins import PlanError as PlanError
from .margins import support_condition as support_condition
from .sinkhorn import plan_anchor as plan_anchor
