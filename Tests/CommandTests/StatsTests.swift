import Foundation
import TestSupport
import Testing

@Suite("stats counts and compares with goals")
struct StatsTests {
  /// 20 rows of text: `kind` is a (12 rows), b (6) or c (2).
  private func table(_ folder: TemporaryFolder, goals: String, answer: String = "{kind}", split: String = "{train: 1}") throws {
    let kinds = Array(repeating: "a", count: 12) + Array(repeating: "b", count: 6) + ["c", "c"]
    try folder.write("key,q,kind\n" + kinds.enumerated().map { "k\($0),question \($0),\($1)\n" }.joined(), to: "t.csv")
    try folder.write(
      """
      dataset: kinds
      source: {table: t.csv, id: key, images: []}
      prompt: {user: "{q}"}
      answer: {text: "\(answer)"}
      split: \(split)
      \(goals)
      """, to: "r.yaml")
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(
    "The exit code is 0 when all minimums are there, and 4 when one is not",
    arguments: [
      ("", 0), ("goals: {examples: 20}", 0), ("goals: {examples: 21}", 4), ("goals: {examples: {recommended: 500}}", 0),
      ("goals: {columns: {kind: {values: 3}}}", 0), ("goals: {columns: {kind: {values: 4}}}", 4),
      ("goals: {columns: {kind: {examples_per_value: 2}}}", 0), ("goals: {columns: {kind: {examples_per_value: 3}}}", 4),
      ("goals: {columns: {kind: {examples_per_value: 3, examples_of: {c: 2}}}}", 0),
      ("goals: {columns: {kind: {examples_of: {d: 1}}}}", 4),
      ("goals: {columns: {kind: {shares: {a: 60%}, tolerance: 0%}}}", 0),
      ("goals: {columns: {kind: {shares: {a: 60.1%}, tolerance: 0%}}}", 4),
      ("goals: {columns: {kind: {shares: {d: 5%}, tolerance: 5%}}}", 4),
      ("goals: {columns: {kind: {shares: even}}}", 4), ("goals: {columns: {kind: {shares: even, tolerance: 30%}}}", 0),
      ("goals: {columns: {colour: {values: 1}}}", 4),
    ])
  func exitCode(goals: String, code: Int32) throws {
    let folder = try TemporaryFolder()
    try table(folder, goals: goals)
    let run = try Program.run("stats", "r.yaml", in: folder)
    #expect(run.code == code, "\(run.output)\(run.errors)")
    #expect(run.output.contains("!") == (code == 4))
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", in: folder).code == 0)
    #expect(try Program.run("stats", "r.yaml", "--output", "out", in: folder).code == code)
  }

  @Test("Each goal is told with what is there and what is missing")
  func words() throws {
    let folder = try TemporaryFolder()
    try table(
      folder,
      goals: """
        goals:
          examples: {minimum: 10, recommended: 25, optimal: 100}
          columns:
            kind:
              examples_of: {c: {minimum: 100, recommended: 200}}
              shares: {a: 20%, b: 40%, c: 10%}
        """)
    let run = try Program.run("stats", "r.yaml", in: folder)
    #expect(run.code == 4)
    for line in [
      "kinds: 20 examples", "  splits    train 20, validation 0, test 0", "goals: 2 of 5 met",
      "    examples: 20 of 25, minimum reached, 5 more for recommended",
      "  ! kind c: 2 of 100 examples, 98 more (recommended 200)",
      "  ! kind a: 60 % (12 of 20), goal 20 % ± 5 %: too many, until there are 28 more of others",
      "  ! kind b: 30 % (6 of 20), goal 40 % ± 5 %: 2 more", "    kind c: 10 % (2 of 20), goal 10 % ± 5 %",
      "kind: 3 distinct values", "  a  12 (60 %): train 12",
    ] {
      #expect(run.output.split(separator: "\n").contains { $0 == line }, "\(line)\n\(run.output)")
    }
    let quiet = try Program.run("stats", "r.yaml", "--quiet", in: folder)
    #expect(quiet.code == 4)
    #expect(quiet.output.split(separator: "\n").count == 3)
  }

  @Test("prepare tells unmet goals before it begins, and they stop nothing")
  func warnings() throws {
    let folder = try TemporaryFolder()
    try table(folder, goals: "goals: {examples: 21, columns: {kind: {values: 3, examples_per_value: 500}}}")
    let dry = try Program.run("prepare", "r.yaml", "--dry-run", in: folder)
    #expect(dry.code == 0)
    #expect(dry.errors.contains("note: goal not met: examples: 20 of 21, 1 more"))
    #expect(dry.errors.contains("note: goal not met: kind a: 12 of 500 examples, 488 more"))
    #expect(!dry.errors.contains("distinct"))
    #expect(!dry.output.contains("goal"))
    let json = try object(try Program.run("prepare", "r.yaml", "--dry-run", "--json", "--quiet", in: folder).output)
    #expect((json["unmet_goals"] as? [Any])?.count == 4)
    let run = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(run.code == 0)
    #expect(run.errors.contains("note: goal not met: examples: 20 of 21, 1 more"))
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", "--quiet", in: folder).errors.isEmpty)
  }

  @Test("Other goals make no other plan: the folder still holds what the recipe makes")
  func goalsAreNoPlan() throws {
    let folder = try TemporaryFolder()
    try table(folder, goals: "")
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", in: folder).code == 0)
    let before = try folder.outputs("out")
    try table(folder, goals: "goals: {examples: 1, columns: {key: {values: 20}}}")
    #expect(try Program.run("stats", "r.yaml", "--output", "out", in: folder).code == 0)
    let again = try Program.run("prepare", "r.yaml", "--output", "out", in: folder)
    #expect(again.errors.contains("20 items of an earlier run are done already"))
    #expect(try folder.outputs("out") == before)
  }

  @Test("A folder of another input, an unfinished one and none at all are refused with what to do")
  func refused() throws {
    let folder = try TemporaryFolder()
    try table(folder, goals: "")
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", in: folder).code == 0)
    try table(folder, goals: "", answer: "{q}")
    let other = try Program.run("stats", "r.yaml", "--output", "out", in: folder)
    #expect(other.code == 1)
    #expect(other.errors.contains("out was made from another recipe or input than there is now; prepare it again"))
    try table(folder, goals: "")
    try folder.remove("out/manifest.json")
    let unfinished = try Program.run("stats", "r.yaml", "--output", "out", in: folder)
    #expect(unfinished.code == 1)
    #expect(unfinished.errors.contains("out is not finished"))
    let none = try Program.run("stats", "r.yaml", "--output", "nowhere", in: folder)
    #expect(none.code == 1)
    #expect(none.errors.contains("nowhere does not exist"))
    let column = try Program.run("stats", "r.yaml", "--column", "knid", in: folder)
    #expect(column.code == 64)
    #expect(column.errors.contains("the input has no column \"knid\""))
  }

  @Test("Failed items are counted by code, and are in no other count")
  func failures() throws {
    let folder = try TemporaryFolder()
    try folder.writeSmallSample("watches")
    try folder.remove("watches/images/rolex-submariner.jpg")
    #expect(try Program.run("prepare", "watches/watches.yaml", "--output", "out", in: folder).code == 3)
    let json = try object(try Program.run("stats", "watches/watches.yaml", "--output", "out", "--json", in: folder).output)
    #expect(json["total"] as? Int == 14)
    #expect(json["failures"] as? [String: Int] == ["not_found": 1])
    let columns = try #require(json["columns"] as? [[String: Any]])
    let brand = try #require(columns.first { $0["column"] as? String == "brand" }?["values"] as? [[String: Any]])
    #expect(brand.first { $0["value"] as? String == "Rolex" }?["examples"] as? Int == 2)
    let sides = try #require((json["images"] as? [String: Any])?["long_side_at_least"] as? [[String: Any]])
    // Of the sources, before they were scaled down to 2,048 pixels.
    #expect(sides.map { $0["images"] as? Int } == [14, 2, 0])
    // What the plan alone says.
    let plan = try object(try Program.run("stats", "watches/watches.yaml", "--json", in: folder).output)
    #expect(plan["stage"] as? String == "planned")
    #expect(plan["total"] as? Int == 15)
  }

  @Test("A part and a folder with a limit say what they leave out; merged parts are counted as one machine's folder")
  func parts() throws {
    let folder = try TemporaryFolder()
    try table(folder, goals: "goals: {examples: 20}", split: "{train: 0.5, test: 0.5, stratify: kind}")
    #expect(try Program.run("prepare", "r.yaml", "--output", "few", "--limit", "5", in: folder).code == 0)
    let few = try Program.run("stats", "r.yaml", "--output", "few", in: folder)
    #expect(few.code == 4)
    #expect(few.output.contains("not done  15 items"))
    for index in 0..<2 {
      #expect(try Program.run("prepare", "r.yaml", "--output", "p\(index)", "--shard", "\(index)/2", in: folder).code == 0)
    }
    #expect(try Program.run("merge", "p0", "p1", "--output", "merged", in: folder).code == 0)
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", in: folder).code == 0)
    let merged = try Program.run("stats", "r.yaml", "--output", "merged", "--json", in: folder)
    #expect(merged.code == 0)
    #expect(merged.output == (try Program.run("stats", "r.yaml", "--output", "out", "--json", in: folder).output))
    let totals = try (0..<2).map { index in
      try object(try Program.run("stats", "r.yaml", "--output", "p\(index)", "--json", in: folder).output)["total"] as? Int ?? 0
    }
    #expect(totals.reduce(0, +) == 20)
  }

  @Test("What in answers and texts does not go together is named with its rows, and is no failure")
  func consistency() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      key,q,brand,size
      k0,What is this?,Rolex,40mm
      k1,what is THIS,Rolex,41mm
      k2,Which model do you see on the table here today?,ROLEX,39mm
      k3,Which model do you see on the table here today,Rolex,40 mm
      k4,Which models do you see on the table here today,Rolex,38
      k5,Anything else that is different,R\u{43E}lex,40mm
      k6,A question of its own without a copy,Omega ,40mm

      """, to: "t.csv")
    try folder.write(
      """
      dataset: watches
      source: {table: t.csv, id: key, images: []}
      prompt: {user: "Look. {q}"}
      answer: {json: [brand, size]}
      """, to: "r.yaml")
    let run = try Program.run("stats", "r.yaml", in: folder)
    #expect(run.code == 0)
    for line in [
      "answers and texts: to be judged", "  columns with stray spaces: 1",
      "    brand: \"Omega \" 1, space at the end (line 8: k6)",
      "    brand: \"R\u{43E}lex\" 1, U+043E looks like o (line 7: k5)",
      "    brand: \"Rolex\" 4; \"ROLEX\" 1 (line 4: k2); \"R\u{43E}lex\" 1 (line 7: k5)",
      "    size: \"40mm\" 3; \"40 mm\" 1 (line 5: k3)", "    size: \"#mm\" 5; \"# mm\" 1 (line 5: k3)",
      "    size: \"mm\" 6; \"no unit\" 1 (line 6: k4)",
      "    line 2: k0 in train; line 3: k1 in train", "    line 4: k2 in train; line 5: k3 in train",
      "    line 4: k2 in train; line 6: k4 in train, 80 % alike", "  inputs with different answers: 2",
    ] {
      #expect(run.output.split(separator: "\n").contains { $0 == line }, "\(line)\n\(run.output)")
    }
    let found = try #require(
      try object(try Program.run("stats", "r.yaml", "--json", in: folder).output)["consistency"] as? [String: Any])
    let texts = try #require(found["texts"] as? [[String: Any]])
    #expect(texts.map { $0["finding"] as? String } == ["conflict", "conflict", "normalized", "normalized", "near"])
    let answers = (texts[0]["rows"] as? [[String: Any]] ?? []).map { $0["answer"] as? String }
    #expect(answers == [#"{"brand":"Rolex","size":"40mm"}"#, #"{"brand":"Rolex","size":"41mm"}"#])
    // Of the records alone, once there are some.
    #expect(try Program.run("prepare", "r.yaml", "--output", "out", in: folder).code == 0)
    let prepared = try object(try Program.run("stats", "r.yaml", "--output", "out", "--json", in: folder).output)
    #expect(
      (prepared["consistency"] as? [String: Any])?["texts"] as? [[String: AnyHashable]] == texts as? [[String: AnyHashable]])
  }
}
