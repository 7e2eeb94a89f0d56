// The one re-export of this library. PrepCore has the values that its verbs take and give (recipes, outcomes, failures, errors,
// progress, summaries), PrepStatistics those of counts and comparisons, PrepEvaluation those of judging models. Of all, exactly what clients need is public; who uses the library imports
// VisionPrep and nothing else.
@_exported public import PrepCore
@_exported public import PrepEvaluation
@_exported public import PrepStatistics
