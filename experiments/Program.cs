Console.WriteLine("RlLab");
