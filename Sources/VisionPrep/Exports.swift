// The values of PrepCore (recipes, items, outcomes, failures, limits) are the vocabulary of this library.
@_exported public import PrepCore
