// Draws the page's charts with the shared plotly.min.js, and fits them to the paper when printing.
const PAPER = 668;
const plots = () => document.querySelectorAll(".plot");

function draw() {
  if (!window.Plotly) {
    document.getElementById("no-charts").hidden = false;
    return;
  }
  for (const plot of plots()) {
    const { data, layout } = JSON.parse(plot.nextElementSibling.textContent);
    Plotly.newPlot(plot, data, layout, { responsive: true, displayModeBar: false });
  }
}

function fit(width) {
  if (!window.Plotly) return;
  for (const plot of plots()) Plotly.relayout(plot, { width, autosize: width === null });
}

// Plotly measures its labels once: the font must be there by then.
window.addEventListener("DOMContentLoaded", () => document.fonts.load('1em "jiping Chinese"', "评").then(draw, draw));
window.addEventListener("beforeprint", () => fit(PAPER));
window.addEventListener("afterprint", () => fit(null));
