import "./console.js"
