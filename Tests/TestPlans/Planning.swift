package import PrepCore
package import PrepPlan
package import TestSupport

/// A recipe on a table of text rows: id `id`, question `{q}`, answer `{a}`; to be changed by the test.
package func tableRecipe(
  _ folder: TemporaryFolder, table: String = "table.csv", id: String? = "id", images: [String] = [],
  answer: Recipe.Answer = .json(["a"]), change: (inout Recipe) -> Void = { _ in }
) throws -> Recipe {
  var recipe = Recipe(
    dataset: "test", source: .table(path: table, id: id, images: images),
    prompt: Recipe.Prompt(system: nil, user: .one(try Template(parsing: "Ask {q}"))), answer: answer, folder: folder.path)
  change(&recipe)
  return recipe
}

package func makePlan(
  _ recipe: Recipe, variant: Recipe.Prompt.Variant = .tuned, shard: Shard = .whole, pages: [String: Int] = [:]
) throws(RunError) -> Plan {
  func count(_ documents: [Plan.DocumentKey]) throws(RunError) -> [Int] { documents.map { pages[$0.path] ?? 0 } }
  let plan = try Plan(recipe, variant: variant, shard: shard, pageCounts: count, isStopped: { false })
  guard let plan else { throw RunError(.system, "the plan was stopped", remedy: "") }
  return plan
}

/// All items of a plan.
package func items(_ plan: Plan) throws(RunError) -> [Item] {
  var reader = try plan.items()
  var items: [Item] = []
  while let item = try reader.next() { items.append(item) }
  return items
}
