import VisionPrepCommands

Program.run()
