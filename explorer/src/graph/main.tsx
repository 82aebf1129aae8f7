import { Explorer } from "./explorer";

const board = document.getElementById("graph");
const tables = document.getElementById("told");
if (board && tables) new Explorer(board, tables).start();
