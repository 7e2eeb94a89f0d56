// The values of PrepCore (recipes, items, outcomes, failures, limits) and PrepStatistics are the vocabulary of this library.
@_exported public import PrepCore
@_exported public import PrepStatistics
