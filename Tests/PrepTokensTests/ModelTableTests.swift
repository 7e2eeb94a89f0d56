import PrepTokens
import Testing

@Suite("The table of models")
struct ModelTableTests {
  @Test("A table with numbers that cannot be is refused")
  func impossible() {
    func table(_ model: String) -> [UInt8] {
      Array(#"{"collected":"","source":"","providers":[],"models":[{"name":"a",\#(model)}]}"#.utf8)
    }
    for model in [
      #""image":{"rule":"tiles","base":-1,"tile":170}"#, #""image":{"rule":"patches","budget":0}"#,
      #""image":{"rule":"squares"}"#,
      #""image":{"rule":"patches","budget":9,"multiplier":1e300}"#, #""trainingContext":0"#, #""encoding":"p50k_base""#,
      #""prices":{"openai":{"training":1e300,"input":1,"output":1}}"#,
    ] {
      #expect(throws: (any Error).self) { try ModelTable(json: table(model)) }
    }
    #expect(throws: Never.self) { try ModelTable(json: table(#""trainingContext":1"#)) }
  }
}
